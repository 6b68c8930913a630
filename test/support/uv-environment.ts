import { join } from "node:path";
import { cacheProgram } from "./cached-program.ts";
import { installPythonPackages } from "./install-python-packages.ts";
import { runCommand } from "./run-command.ts";

const uvVersion = "0.13.8";

/** Makes a virtual environment with packages, by an uv of its own. */
export async function makeUvEnvironment(directory: string, requirements: readonly string[]): Promise<void> {
  const uv = await cacheProgram(`uv-${uvVersion}`, (own) => installPythonPackages(own, [`uv==${uvVersion}`]));
  const python = join(directory, "bin", "python");
  await must(join(uv, "bin", "uv"), ["venv", "--quiet", "--allow-existing", directory]);
  await must(join(uv, "bin", "uv"), ["pip", "install", "--quiet", "--python", python, ...requirements]);
}

/** Runs a Python program of an environment, and answers what it prints as JSON after `@@@`. */
export async function askPython(directory: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  const result = await must(join(directory, "bin", "python"), ["-W", "ignore", ...args], env);
  const at = result.lastIndexOf("\n@@@\n");
  if (at === -1) throw new Error(`${args.join(" ")} printed no answer: ${result.slice(-500)}`);
  return JSON.parse(result.slice(at + 5));
}

/** What a command prints. Throws where it fails. */
export async function must(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const result = await runCommand(command, args, { cwd: "/", env });
  if (result.code !== 0)
    throw new Error(`${command} ${args.join(" ")}: ${(result.stderr || result.stdout).slice(-1000)}`);
  return result.stdout;
}
