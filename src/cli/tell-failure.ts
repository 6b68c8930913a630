import { CommanderError } from "commander";
import { PolicyError } from "../domain/file-problem.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { exitCodeOf } from "./exit-code-of.ts";

/** Tells why a command threw, where commander has not done so, and answers the exit code. */
export function tellFailure(error: unknown, { tell }: Pick<Cli, "tell">): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const code = exitCodeOf(error);
  tell(code === null && error instanceof Error ? (error.stack ?? error.message) : `countersign: ${messageOf(error)}`);
  return code ?? 3;
}

function messageOf(error: unknown): string {
  if (error instanceof PolicyError) return error.message.replaceAll("\n", "\ncountersign: ");
  return error instanceof Error ? error.message : String(error);
}
