import { Command } from "commander";
import type { Cli, ExitCode } from "../../src/cli/cli.ts";
import { tellFailure } from "../../src/cli/tell-failure.ts";
import type { Ran } from "./run-countersign.ts";

interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a command of countersign in this process, which spares a start of Node: for commands that only read and answer. `main.ts`
 * itself, signals and terminals are for `runCountersign`.
 */
export async function runCli(args: readonly string[], { cwd, env = {} }: Surroundings): Promise<Ran> {
  const [name = ""] = args;
  const [stdout, stderr]: [string[], string[]] = [[], []];
  let status: ExitCode = 0;
  const cli: Cli = {
    env,
    cwd,
    print: (text) => void stdout.push(text.endsWith("\n") ? text : `${text}\n`),
    tell: (text) => void stderr.push(text.endsWith("\n") ? text : `${text}\n`),
    ask: async () => null,
    untilAskedToStop: () => new Promise(() => {}),
    onHangUp: () => {},
    action:
      (run) =>
      async (...given) => {
        status = await run(...given);
      },
  };
  const program = new Command("countersign")
    .showHelpAfterError("(add --help for what is possible)")
    .exitOverride()
    .configureOutput({ writeOut: (text) => void stdout.push(text), writeErr: (text) => void stderr.push(text) });
  const command: Record<string, (program: Command, cli: Cli) => void> = await import(`../../src/cli/${name}.ts`);
  command[`add${name.slice(0, 1).toUpperCase()}${name.slice(1)}`]?.(program, cli);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    status = tellFailure(error, cli);
  }
  return { status, stdout: stdout.join(""), stderr: stderr.join("") };
}
