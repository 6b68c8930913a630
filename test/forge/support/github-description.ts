import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const version = "23.0.2";
const cache = fileURLToPath(new URL("../../../.cache/openapi/", import.meta.url));
const file = join(cache, `api.github.com-${version}.json`);

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly "x-multi-segment"?: boolean;
  readonly $ref?: string;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Readonly<Record<string, unknown>> }>>;
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What is used of an OpenAPI 3.0 document. */
export interface GithubDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
}

/**
 * GitHub's own description of its REST API, `generated/api.github.com.json` of `@octokit/openapi`. The package unpacks to
 * 385 MB, so its tarball (28 MB) is brought once and the one file kept in `.cache/`.
 */
export async function readGithubDescription(): Promise<GithubDescription> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) await bringDescription();
  // The document's shape is OpenAPI's.
  return JSON.parse(await readFile(file, "utf8")) as GithubDescription;
}

async function bringDescription(): Promise<void> {
  const scratch = join(cache, `scratch-${process.pid}`);
  await mkdir(scratch, { recursive: true });
  try {
    await run("npm", ["pack", `@octokit/openapi@${version}`, "--silent", "--pack-destination", scratch]);
    const tarball = (await readdir(scratch)).find((name) => name.endsWith(".tgz"));
    if (tarball === undefined) throw new Error("npm pack left no tarball");
    const inside = "package/generated/api.github.com.json";
    await run("tar", ["-xzf", join(scratch, tarball), "-C", scratch, inside]);
    await mkdir(dirname(file), { recursive: true });
    await rename(join(scratch, inside), file);
  } catch (cause) {
    throw new Error(`GitHub's API description could not be brought (npm pack @octokit/openapi@${version})`, { cause });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
