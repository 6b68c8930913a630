import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const wheel = "pip-26.3-py3-none-any.whl";
const sha256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13";

/**
 * For a Python without pip, as Debian's is: brings pip's wheel from the package index (`PIP_INDEX_URL`, or PyPI), in the
 * form that all indexes have (https://peps.python.org/pep-0503/), and answers the path that Python runs as a program.
 */
export async function fetchPip(directory: string, signal?: AbortSignal): Promise<string> {
  const index = (process.env.PIP_INDEX_URL || "https://pypi.org/simple").replace(/\/*$/, "/");
  const page = new URL("pip/", index);
  const links = (await get(page, signal)).toString("utf8").matchAll(/href="([^"#]*)/g);
  const link = [...links].map(([, address = ""]) => address).find((address) => address.endsWith(`/${wheel}`));
  if (link === undefined) throw new Error(`The package index has no ${wheel}`);
  const bytes = await get(new URL(link, page), signal);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256)
    throw new Error(`${wheel} of the package index is not the one that is pinned`);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, wheel), bytes);
  return join(directory, wheel, "pip");
}

async function get(url: URL, ended?: AbortSignal): Promise<Buffer> {
  const signal = AbortSignal.any([AbortSignal.timeout(120_000), ...(ended === undefined ? [] : [ended])]);
  const answer = await fetch(url, { headers: { accept: "text/html, */*" }, signal });
  if (!answer.ok) throw new Error(`${url.host} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
