import type { Command } from "commander";
import type { AuditLog } from "../store/open-audit-log.ts";
import type { Cli, ExitCode } from "./cli.ts";

interface Options {
  readonly state: string;
}

/** `countersign audit verify` and `countersign audit export`. Both may run beside the service. */
export function addAudit(program: Command, cli: Cli): void {
  const audit = program.command("audit").description("the audit log and its hash chain");
  const stateOption = ["--state <directory>", "the service's state directory"] as const;
  const stateDefault = cli.env.COUNTERSIGN_STATE ?? "state";

  audit
    .command("verify")
    .description("follows the hash chain; exit 1 when an entry was edited, added or taken out")
    .option(...stateOption, stateDefault)
    .action(cli.action((options: Options) => withAuditLog(cli, options, (log) => verify(cli, log))));

  audit
    .command("export")
    .description("writes all entries as JSON lines, oldest first")
    .option(...stateOption, stateDefault)
    .action(cli.action((options: Options) => withAuditLog(cli, options, (log) => writeEntries(cli, log))));
}

async function withAuditLog(
  cli: Cli,
  { state }: Options,
  use: (log: AuditLog) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { resolve } = await import("node:path");
  const { openAuditLog } = await import("../store/open-audit-log.ts");
  const log = openAuditLog(resolve(cli.cwd, state));
  try {
    return await use(log);
  } finally {
    log.close();
  }
}

async function verify(cli: Cli, log: AuditLog): Promise<ExitCode> {
  const { entries, broken } = await log.verifyChain();
  cli.print(JSON.stringify({ version: 1, entries, broken }));
  if (broken === null) {
    cli.tell(`The audit log is whole: ${entries} entries, each follows from the one before it.`);
    return 0;
  }
  cli.tell(
    `The audit log was changed by hand: entry ${broken} is not what was written there, or is missing. Keep a copy of the state directory as it is, and compare with an earlier export.`,
  );
  return 1;
}

async function writeEntries(cli: Cli, log: AuditLog): Promise<ExitCode> {
  for await (const { entry, hash } of log.readEntries()) cli.print(JSON.stringify({ version: 1, entry, hash }));
  return 0;
}
