import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";

/** Makes a virtual environment with packages: by uv where there is one, which takes seconds; else by the machine's own pip; else by the one that Python brings. */
export async function installPythonPackages(
  directory: string,
  requirements: readonly string[],
  constraints: readonly string[] = [],
): Promise<void> {
  const python = join(directory, "bin", "python");
  const wanted = [...constraints.flatMap((file) => ["-c", file]), ...requirements];
  const attempts: readonly (readonly (readonly string[])[])[] = [
    [
      ["uv", "venv", "--quiet", "--allow-existing", directory],
      ["uv", "pip", "install", "--quiet", "--python", python, ...wanted],
    ],
    [
      ["python3", "-m", "venv", "--without-pip", directory],
      ["python3", "-m", "pip", "--python", python, ...pipInstall, ...wanted],
    ],
    [
      ["python3", "-m", "venv", directory],
      [python, "-m", "pip", ...pipInstall, ...wanted],
    ],
  ];
  const failures: string[] = [];
  for (const steps of attempts) {
    const failure = await runSteps(steps);
    if (failure === null) return;
    failures.push(failure);
    await rm(directory, { recursive: true, force: true });
  }
  throw new Error(
    `${requirements.join(", ")} could not be installed. On Debian: apt-get install python3-venv. What was tried:\n${failures.join("\n")}`,
  );
}

const pipInstall = ["install", "--quiet", "--disable-pip-version-check", "--no-compile"];

async function runSteps(steps: readonly (readonly string[])[]): Promise<string | null> {
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
