import type { Command } from "commander";
import type { EvidenceKey } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import type { KeyStore } from "../evidence/key-store.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { checkStateDirectory, describeNewState, inState, stateOption } from "./state-directory.ts";

interface Options {
  readonly state?: string;
  readonly format: string;
  readonly force?: boolean;
}

const formatOption = ["--format <format>", "text or json", "text"] as const;
const ofPassphrase = "; the passphrase is COUNTERSIGN_KEY_PASSPHRASE, or in the file COUNTERSIGN_KEY_PASSPHRASE_FILE";

/** `countersign keys`: the signing keys of a service. All of it may be done while the service runs. */
export function addKeys(program: Command, cli: Cli): void {
  const keys = program.command("keys").description("the keys with which approvals and releases are signed");

  keys
    .command("create")
    .description(`makes a key, which is active at once${ofPassphrase}`)
    .option(...stateOption)
    .option(...formatOption)
    .action(cli.action((options: Options) => run(cli, options, create, true)));
  keys
    .command("list")
    .description("the public keys with their states; as JSON it is the keys.json that others pin")
    .option(...stateOption)
    .option(...formatOption)
    .action(cli.action((options: Options) => run(cli, options, list)));
  keys
    .command("rotate")
    .description(`makes a key and retires the former ones: what they signed until now stays good${ofPassphrase}`)
    .option(...stateOption)
    .option(...formatOption)
    .action(cli.action((options: Options) => run(cli, options, rotate)));
  keys
    .command("retire")
    .description("retires a key: what it signed until now stays good")
    .argument("<keyid>", "the key's id, or its first eight or more digits")
    .option(...stateOption)
    .option(...formatOption)
    .option("--force", "also the only active one: from then on no evidence is made")
    .action(cli.action((keyid: string, options: Options) => run(cli, options, (parts) => retire(parts, keyid))));
}

interface Parts {
  readonly cli: Cli;
  readonly options: Options;
  readonly directory: string;
  readonly store: KeyStore;
  /** Asked for when something is done: what comes before takes its time, in which a service signs. */
  readonly now: () => Date;
}

/** Where `mayBeNew`, the state directory may be made. */
async function run(
  cli: Cli,
  options: Options,
  act: (parts: Parts) => Promise<ExitCode>,
  mayBeNew = false,
): Promise<ExitCode> {
  if (!["text", "json"].includes(options.format)) {
    throw new ConfigError("--format", `--format is text or json, not ${JSON.stringify(options.format)}.`);
  }
  const { openKeyStore } = await import("../evidence/key-store.ts");
  const directory = inState(cli, options, (path) => checkStateDirectory(path, mayBeNew));
  return act({ cli, options, directory, store: openKeyStore(directory), now: () => new Date() });
}

async function list({ cli, options, directory, store }: Parts): Promise<ExitCode> {
  const { keys } = store.list();
  if (keys.length > 0 || options.format === "json") return show(cli, options, keys);
  cli.print(
    `There is no key yet in ${directory}: the service makes one at its first start with a passphrase, or countersign keys create.`,
  );
  return 0;
}

async function create(parts: Parts): Promise<ExitCode> {
  const { cli, options, directory, store, now } = parts;
  const passphrase = await readNeededPassphrase(cli);
  const isNew = describeNewState(directory);
  const key = await audited(parts, "created", () => [store.create(passphrase, now())]);
  if (isNew !== null) cli.tell(isNew);
  return show(cli, options, key);
}

async function rotate(parts: Parts): Promise<ExitCode> {
  const { cli, options, store, now } = parts;
  const passphrase = await readNeededPassphrase(cli);
  const former = store.readActive();
  const isAnother = former !== null && !opens(store, former.keyid, passphrase);
  const keys = await audited(parts, "rotated", () => {
    const { created, retired } = store.rotate(passphrase, now);
    return [created, ...retired];
  });
  if (isAnother) cli.tell("The passphrase is another one than before: restart the service with it.");
  return show(cli, options, keys);
}

async function retire(parts: Parts, text: string): Promise<ExitCode> {
  const { cli, options, directory, store, now } = parts;
  const found = store.list().keys.filter(({ keyid }) => keyid.startsWith(text));
  const [key] = found;
  if (key === undefined || found.length > 1 || text.length < 8) {
    const why =
      text.length < 8
        ? "is too short: give the first eight digits or more"
        : key === undefined
          ? `names no key in ${directory}`
          : "is how several keys begin";
    throw new ConfigError("KEYID", `${JSON.stringify(text)} ${why}. See countersign keys list.`);
  }
  const evenTheLast = options.force === true;
  const retired = await audited(parts, "retired", () => [store.retire(key.keyid, now, { evenTheLast })]);
  if (store.readActive() === null)
    cli.tell("No key is active now: nothing is signed, and no evidence is made, until `countersign keys create`.");
  return show(cli, options, retired);
}

function opens(store: KeyStore, keyid: string, passphrase: string): boolean {
  try {
    store.openPrivate(keyid, passphrase);
    return true;
  } catch {
    return false;
  }
}

/** Does it and tells the audit log, which is opened first: without it nothing is done. */
async function audited(parts: Parts, act: string, work: () => readonly EvidenceKey[]): Promise<readonly EvidenceKey[]> {
  const { openAuditWriter } = await import("../store/open-audit-writer.ts");
  const log = openAuditWriter(parts.directory);
  try {
    const keys = work();
    await log.append({
      at: parts.now().toISOString(),
      kind: "key",
      repository: null,
      details: { act, keys: keys.map(({ keyid, state }) => ({ keyid, state })), by: "an operator of this machine" },
    });
    return keys;
  } finally {
    log.close();
  }
}

async function readNeededPassphrase(cli: Cli): Promise<string> {
  const { readPassphrase } = await import("../evidence/read-passphrase.ts");
  const passphrase = readPassphrase(cli.env, cli.cwd);
  if (passphrase !== null) return passphrase;
  throw new ConfigError(
    "COUNTERSIGN_KEY_PASSPHRASE",
    "A key is kept encrypted: set COUNTERSIGN_KEY_PASSPHRASE, or COUNTERSIGN_KEY_PASSPHRASE_FILE, to what the service has as well. A good one: openssl rand -base64 32.",
  );
}

function show(cli: Cli, { format }: Options, keys: readonly EvidenceKey[]): ExitCode {
  if (format === "json") {
    cli.print(JSON.stringify({ version: 1, keys }, null, 2));
    return 0;
  }
  const lines = keys.map(({ keyid, state, created, retired }) =>
    [keyid, state.padEnd(7), `since ${created}`, ...(retired === null ? [] : [`retired ${retired}`])].join("  "),
  );
  cli.print(lines.join("\n"));
  return 0;
}
