import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fetchPip } from "./fetch-pip.ts";
import { runCommand } from "./run-command.ts";

/**
 * Makes a virtual environment with packages: by uv where there is one, which takes seconds; else by the machine's own pip;
 * else by the one that Python brings; else, as Debian's Python has neither, by one that is fetched.
 */
export async function installPythonPackages(
  directory: string,
  requirements: readonly string[],
  constraints: readonly string[] = [],
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const python = join(directory, "bin", "python");
  const bare = ["python3", "-m", "venv", "--without-pip", directory];
  const wanted = [...constraints.flatMap((file) => ["-c", file]), ...requirements];
  const attempts: readonly (() => Promise<Steps>)[] = [
    async () => [
      ["uv", "venv", "--quiet", "--allow-existing", directory],
      ["uv", "pip", "install", "--quiet", "--python", python, ...wanted],
    ],
    async () => [bare, ["python3", "-m", "pip", "--python", python, ...pipInstall, ...wanted]],
    async () => [
      ["python3", "-m", "venv", directory],
      [python, "-m", "pip", ...pipInstall, ...wanted],
    ],
    async () => [bare, [python, await fetchPip(directory, signal), ...pipInstall, ...wanted]],
  ];
  const failures: string[] = [];
  for (const attempt of attempts) {
    const failure = await attempt().then((steps) => runSteps(steps, signal), String);
    signal.throwIfAborted();
    if (failure === null) return;
    failures.push(failure);
    await rm(directory, { recursive: true, force: true });
  }
  throw new Error(
    `${requirements.join(", ")} could not be installed. It needs Python 3.11 and the package index. What was tried:\n${failures.join("\n")}`,
  );
}

const pipInstall = ["install", "--quiet", "--disable-pip-version-check", "--no-compile"];

type Steps = readonly (readonly string[])[];

async function runSteps(steps: Steps, signal: AbortSignal): Promise<string | null> {
  for (const [command = "", ...args] of steps) {
    const result = await runCommand(command, args, { cwd: "/", signal }).catch((error: unknown) => ({
      code: null,
      stdout: "",
      stderr: String(error),
    }));
    if (result.code !== 0) return `${command}: ${(result.stderr || result.stdout).trim().slice(-500)}`;
  }
  return null;
}
