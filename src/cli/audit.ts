import type { Command } from "commander";
import type { KeySet } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import { countOf } from "../formats/count-of.ts";
import type { AuditPoint } from "../ports/store.ts";
import type { AuditLog } from "../store/open-audit-log.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { readInstant } from "./read-instant.ts";
import { inState, stateOption } from "./state-directory.ts";

interface Options {
  readonly state?: string;
  readonly keys?: string;
  readonly against?: string;
  readonly before?: string;
}

/** `countersign audit verify`, `export` and `prune`. All may run beside the service. */
export function addAudit(program: Command, cli: Cli): void {
  const audit = program.command("audit").description("the audit log, its hash chain and its signed points");

  audit
    .command("verify")
    .description(
      "follows the hash chain and checks its signed points; exit 1 when an entry was edited, added or taken out",
    )
    .option(...stateOption)
    .option("--keys <file>", "the keys that you trust, a keys.json (default: those of the state directory)")
    .option("--against <file>", "an earlier `audit export` or `audit verify`: the log must go on from it")
    .action(cli.action((options: Options) => withAuditLog(cli, options, (log) => verify(cli, options, log))));

  audit
    .command("export")
    .description("writes all entries and signed points as JSON lines, oldest first")
    .option(...stateOption)
    .action(cli.action((options: Options) => withAuditLog(cli, options, (log) => writeEntries(cli, log))));

  audit
    .command("prune")
    .description("removes old entries; the point up to which they are removed is signed, and the chain goes on from it")
    .option(...stateOption)
    .requiredOption("--before <instant>", "entries older than this go, such as 2026-01-01 or 2026-01-01T00:00:00Z")
    .action(cli.action((options: Options) => prune(cli, options)));
}

async function withAuditLog(cli: Cli, options: Options, use: (log: AuditLog) => Promise<ExitCode>): Promise<ExitCode> {
  const log = await openLog(cli, options);
  try {
    return await use(log);
  } finally {
    log.close();
  }
}

async function openLog(cli: Cli, options: Options): Promise<AuditLog> {
  const { openAuditLog } = await import("../store/open-audit-log.ts");
  return inState(cli, options, (directory) => openAuditLog(directory));
}

async function verify(cli: Cli, options: Options, log: AuditLog): Promise<ExitCode> {
  const { verifyCheckpoints } = await import("../service/verify-checkpoints.ts");
  const { entries, broken } = await log.verifyChain();
  const start = await log.readStart();
  const keySet = await readKeys(cli, options);
  const signed =
    broken === null && keySet !== null ? await verifyCheckpoints(log, keySet, options.keys !== undefined) : null;
  const isStartProved = start === null || (signed !== null && signed.doubtful === null);
  const against = broken === null ? await compareWith(cli, options, log, isStartProved) : null;
  const doubt = signed !== null && signed.doubtful !== null ? signed : against;
  const firstBroken = broken ?? doubt?.doubtful ?? null;
  cli.print(
    JSON.stringify({
      version: 1,
      entries,
      broken: firstBroken,
      start,
      head: await readHead(log),
      checkpoints: signed === null ? null : { count: signed.count, last: signed.last },
    }),
  );
  if (firstBroken === null) {
    const isEmpty = entries === 0 && start === null;
    cli.tell(isEmpty ? empty : `The audit log is whole: ${howMany(entries)}${describePoints(signed, options)}`);
    return 0;
  }
  cli.tell(
    broken === null
      ? `The audit log is not the one that was ${doubt === against ? "there before" : "signed"}: ${doubt?.problem} Keep a copy of the state directory as it is, and compare with an earlier export.`
      : `The audit log was changed by hand: entry ${broken} is not what was written there, or is missing. Keep a copy of the state directory as it is, and compare with an earlier export.`,
  );
  return 1;
}

const empty =
  "The audit log is empty, and nothing proves that it was ever otherwise: name pinned keys with --keys, or an earlier export with --against.";

async function compareWith(cli: Cli, { against }: Options, log: AuditLog, isStartProved: boolean) {
  if (against === undefined) return null;
  const { resolve } = await import("node:path");
  const { compareWithEarlier } = await import("./audit-against.ts");
  return compareWithEarlier(log, resolve(cli.cwd, against), isStartProved);
}

/** The newest entry, which a later look can be held against. */
async function readHead(log: AuditLog): Promise<AuditPoint | null> {
  let head = await log.readStart();
  for await (const { entry, hash } of log.readEntries()) head = { seq: entry.seq, hash };
  return head;
}

function describePoints(
  signed: { readonly count: number; readonly last: number | null } | null,
  { keys }: Options,
): string {
  if (signed === null || signed.count === 0) return " Nothing of it is signed.";
  const trusted = keys === undefined ? " by keys of the state directory; pin your own with --keys" : "";
  return ` It is signed up to entry ${signed.last}${trusted}.`;
}

/** The pinned keys; without them those of the state directory; `null` where that has none. */
async function readKeys(cli: Cli, options: Options): Promise<KeySet | null> {
  if (options.keys === undefined) {
    const { openKeyStore } = await import("../evidence/key-store.ts");
    const own = inState(cli, options, (directory) => openKeyStore(directory).list());
    return own.keys.length === 0 ? null : own;
  }
  const { readKeyFile } = await import("./read-key-file.ts");
  return readKeyFile(cli, options.keys);
}

function howMany(entries: number): string {
  return entries === 1 ? "1 entry." : `${entries} entries, each follows from the one before it.`;
}

async function writeEntries(cli: Cli, log: AuditLog): Promise<ExitCode> {
  const points = new Map((await log.readCheckpoints()).map(({ seq, envelope }) => [seq, envelope]));
  const tellPoint = (seq: number) => {
    const envelope = points.get(seq);
    if (envelope !== undefined) cli.print(JSON.stringify({ version: 1, checkpoint: { seq, envelope } }));
    points.delete(seq);
  };
  const start = await log.readStart();
  if (start !== null) {
    cli.print(JSON.stringify({ version: 1, start }));
    tellPoint(start.seq);
  }
  for await (const { entry, hash } of log.readEntries()) {
    cli.print(JSON.stringify({ version: 1, entry, hash }));
    tellPoint(entry.seq);
  }
  for (const seq of [...points.keys()]) tellPoint(seq); // of entries that are gone
  return 0;
}

async function prune(cli: Cli, options: Options): Promise<ExitCode> {
  const before = readInstant(options.before ?? "");
  const { pruneAuditLog } = await import("../service/prune-audit-log.ts");
  const { readPassphrase } = await import("../evidence/read-passphrase.ts");
  const passphrase = readPassphrase(cli.env, cli.cwd);
  if (passphrase === null) {
    throw new ConfigError(
      "COUNTERSIGN_KEY_PASSPHRASE",
      "The point up to which entries are removed is signed: set COUNTERSIGN_KEY_PASSPHRASE, or COUNTERSIGN_KEY_PASSPHRASE_FILE, to what the service has.",
    );
  }
  (await openLog(cli, options)).close(); // says what is wrong with the directory, and makes none
  const outcome = await inState(cli, options, (directory) =>
    pruneAuditLog({ directory, passphrase, before, now: new Date() }),
  );
  if ("broken" in outcome) {
    cli.print(JSON.stringify({ version: 1, removed: 0, start: null, broken: outcome.broken }));
    cli.tell(
      `Nothing was removed: entry ${outcome.broken} is not what was written there. See countersign audit verify.`,
    );
    return 1;
  }
  cli.print(JSON.stringify({ version: 1, ...outcome, broken: null }));
  cli.tell(
    outcome.start === null
      ? "Nothing is as old as that."
      : `${countOf(outcome.removed, "entry was", "entries were")} removed, up to entry ${outcome.start.seq}. The chain goes on from there.`,
  );
  return 0;
}
