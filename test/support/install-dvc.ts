import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheProgram } from "./cached-program.ts";
import { installPythonPackages } from "./install-python-packages.ts";

const version = "3.67.1";
const constraints = fileURLToPath(new URL("dvc-constraints.txt", import.meta.url));

/** Installs the DVC client, once, and answers the path of its program. With `s3` it can use S3 remotes. */
export async function installDvc(
  options: { readonly s3?: boolean; readonly signal?: AbortSignal } = {},
): Promise<{ dvc: string }> {
  const extras = options.s3 ? "[s3]" : "";
  const requirement = `dvc${extras}==${version}`;
  const directory = await cacheProgram(`dvc-${version}${options.s3 ? "-s3" : ""}`, (place) =>
    installPythonPackages(place, [requirement], [constraints], options.signal),
  );
  return { dvc: join(directory, "bin", "dvc") };
}
