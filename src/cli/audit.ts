import type { Command } from "commander";
import { ConfigError } from "../domain/errors.ts";
import type { AuditLog } from "../store/open-audit-log.ts";
import type { Cli, ExitCode } from "./cli.ts";

interface Options {
  readonly state?: string;
}

/** `countersign audit verify` and `countersign audit export`. Both may run beside the service. */
export function addAudit(program: Command, cli: Cli): void {
  const audit = program.command("audit").description("the audit log and its hash chain");
  const stateOption = [
    "--state <directory>",
    "the service's state directory (default: COUNTERSIGN_STATE, or state)",
  ] as const;

  audit
    .command("verify")
    .description("follows the hash chain; exit 1 when an entry was edited, added or taken out")
    .option(...stateOption)
    .action(cli.action((options: Options) => withAuditLog(cli, options, (log) => verify(cli, log))));

  audit
    .command("export")
    .description("writes all entries as JSON lines, oldest first")
    .option(...stateOption)
    .action(cli.action((options: Options) => withAuditLog(cli, options, (log) => writeEntries(cli, log))));
}

async function withAuditLog(cli: Cli, options: Options, use: (log: AuditLog) => Promise<ExitCode>): Promise<ExitCode> {
  const log = await openLog(cli, options);
  try {
    return await use(log);
  } finally {
    log.close();
  }
}

/** An error tells also where the directory's name came from. */
async function openLog(cli: Cli, { state }: Options): Promise<AuditLog> {
  const { resolve } = await import("node:path");
  const { openAuditLog } = await import("../store/open-audit-log.ts");
  const named = state || cli.env.COUNTERSIGN_STATE;
  const source = state ? "--state" : named ? "COUNTERSIGN_STATE" : "the default of --state and COUNTERSIGN_STATE";
  try {
    return openAuditLog(resolve(cli.cwd, named || "state"));
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const message = `${cause.message} (The directory is from ${source}. Give the one that the service uses with --state or COUNTERSIGN_STATE.)`;
    throw new ConfigError("--state", message, { cause });
  }
}

async function verify(cli: Cli, log: AuditLog): Promise<ExitCode> {
  const { entries, broken } = await log.verifyChain();
  cli.print(JSON.stringify({ version: 1, entries, broken }));
  if (broken === null) {
    cli.tell(`The audit log is whole: ${howMany(entries)}`);
    return 0;
  }
  cli.tell(
    `The audit log was changed by hand: entry ${broken} is not what was written there, or is missing. Keep a copy of the state directory as it is, and compare with an earlier export.`,
  );
  return 1;
}

function howMany(entries: number): string {
  return entries === 1 ? "1 entry." : `${entries} entries, each follows from the one before it.`;
}

async function writeEntries(cli: Cli, log: AuditLog): Promise<ExitCode> {
  for await (const { entry, hash } of log.readEntries()) cli.print(JSON.stringify({ version: 1, entry, hash }));
  return 0;
}
