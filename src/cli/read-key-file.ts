import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { KeySet } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import { readKeySet } from "../formats/key-set.ts";
import { refusePipe } from "../service/refuse-pipe.ts";
import type { Cli } from "./cli.ts";

export const howToPin =
  "Pin them: take the list from who runs the service (`countersign keys list --format json > keys.json` there, or /.well-known/countersign/keys.json over a channel that you trust), and name it with --keys.";

/** A thousand keys take less than one of them. */
const mostBytes = 4 * 1024 * 1024;

/** Reads the keys that somebody trusts, at least one. Throws `ConfigError`. */
export async function readKeyFile(cli: Cli, path: string): Promise<KeySet> {
  const refuse = (problem: string, cause?: unknown) =>
    new ConfigError("--keys", `${path} ${problem}. ${howToPin}`, { cause });
  const absolute = resolve(cli.cwd, path);
  refusePipe(absolute);
  const text = await readText(absolute).catch((cause: unknown) => {
    throw refuse(`cannot be read (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  });
  if (text === null) throw refuse("is too large for a list of keys");
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw refuse("holds a private key, which nobody else may have");
  const reading = readKeySet(text);
  if ("problem" in reading) throw refuse(reading.problem);
  if (reading.keySet.keys.length === 0) throw refuse("holds no key: a service has one once it has a passphrase");
  return reading.keySet;
}

async function readText(path: string): Promise<string | null> {
  return (await stat(path)).size > mostBytes ? null : readFile(path, "utf8");
}
