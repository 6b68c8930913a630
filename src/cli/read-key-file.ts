import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { KeySet } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import { readKeySet } from "../formats/key-set.ts";
import type { Cli } from "./cli.ts";

export const howToPin =
  "Pin them: take the list from who runs the service (`countersign keys list --format json > keys.json` there, or /.well-known/countersign/keys.json over a channel that you trust), and name it with --keys.";

/** Reads the keys that somebody trusts. Throws `ConfigError`. */
export async function readKeyFile(cli: Cli, path: string): Promise<KeySet> {
  const text = await readFile(resolve(cli.cwd, path), "utf8").catch((cause: unknown) => {
    throw new ConfigError("--keys", `${path} cannot be read. ${howToPin}`, { cause });
  });
  const reading = readKeySet(text);
  if ("problem" in reading) throw new ConfigError("--keys", `${path} ${reading.problem}. ${howToPin}`);
  return reading.keySet;
}
