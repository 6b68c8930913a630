import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheProgram } from "./cached-program.ts";
import { fetchPip } from "./fetch-pip.ts";
import { runCommand } from "./run-command.ts";

const version = "3.67.1";
const constraints = fileURLToPath(new URL("dvc-constraints.txt", import.meta.url));

/** Installs the DVC client, once, and answers the path of its program. With `s3` it can use S3 remotes. */
export async function installDvc(options: { readonly s3?: boolean } = {}): Promise<{ dvc: string }> {
  const extras = options.s3 ? "[s3]" : "";
  const requirement = `dvc${extras}==${version}`;
  const directory = await cacheProgram(`dvc-${version}${options.s3 ? "-s3" : ""}`, (place) =>
    install(place, requirement),
  );
  return { dvc: join(directory, "bin", "dvc") };
}

/**
 * By uv where there is one, which takes seconds; else by the machine's own pip; else by the one that Python brings; else, as
 * Debian's Python has neither, by one that is fetched.
 */
async function install(directory: string, requirement: string): Promise<void> {
  const python = join(directory, "bin", "python");
  const bare = ["python3", "-m", "venv", "--without-pip", directory];
  const attempts: readonly (() => Promise<Steps>)[] = [
    async () => [
      ["uv", "venv", "--quiet", "--allow-existing", directory],
      ["uv", "pip", "install", "--quiet", "--python", python, "-c", constraints, requirement],
    ],
    async () => [bare, ["python3", "-m", "pip", "--python", python, ...pipInstall, "-c", constraints, requirement]],
    async () => [
      ["python3", "-m", "venv", directory],
      [python, "-m", "pip", ...pipInstall, "-c", constraints, requirement],
    ],
    async () => [bare, [python, await fetchPip(directory), ...pipInstall, "-c", constraints, requirement]],
  ];
  const failures: string[] = [];
  for (const attempt of attempts) {
    const failure = await attempt().then(runSteps, String);
    if (failure === null) return;
    failures.push(failure);
    await rm(directory, { recursive: true, force: true });
  }
  throw new Error(
    `The DVC client (${requirement}) could not be installed. It needs Python 3.11 and the package index. What was tried:\n${failures.join("\n")}`,
  );
}

const pipInstall = ["install", "--quiet", "--disable-pip-version-check", "--no-compile"];

type Steps = readonly (readonly string[])[];

async function runSteps(steps: Steps): Promise<string | null> {
  for (const [command = "", ...args] of steps) {
    const result = await runCommand(command, args, { cwd: "/" }).catch((error: unknown) => ({
      code: null,
      stdout: "",
      stderr: String(error),
    }));
    if (result.code !== 0) return `${command}: ${(result.stderr || result.stdout).trim().slice(-500)}`;
  }
  return null;
}
