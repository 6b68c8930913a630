import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../domain/errors.ts";

/** Keys are encrypted with PBKDF2 of few rounds, which a short passphrase would not outlast. */
const shortest = 16;

/**
 * The passphrase of the signing keys, from `COUNTERSIGN_KEY_PASSPHRASE` or the file that `COUNTERSIGN_KEY_PASSPHRASE_FILE`
 * names; `null` when neither is set. Throws `ConfigError`.
 */
export function readPassphrase(env: Readonly<Record<string, string | undefined>>, cwd: string): string | null {
  const inline = env.COUNTERSIGN_KEY_PASSPHRASE || null;
  const file = env.COUNTERSIGN_KEY_PASSPHRASE_FILE || null;
  if (inline !== null && file !== null) {
    throw new ConfigError(
      "COUNTERSIGN_KEY_PASSPHRASE",
      "COUNTERSIGN_KEY_PASSPHRASE and COUNTERSIGN_KEY_PASSPHRASE_FILE are both set. Keep one of them.",
    );
  }
  if (inline === null && file === null) return null;
  const setting = inline === null ? "COUNTERSIGN_KEY_PASSPHRASE_FILE" : "COUNTERSIGN_KEY_PASSPHRASE";
  const passphrase = inline ?? readPassphraseFile(resolve(cwd, file ?? ""));
  if (passphrase.length >= shortest) return passphrase;
  throw new ConfigError(
    setting,
    `The passphrase of ${setting} has fewer than ${shortest} characters. Make one with \`openssl rand -base64 32\`.`,
  );
}

function readPassphraseFile(path: string): string {
  const setting = "COUNTERSIGN_KEY_PASSPHRASE_FILE";
  let passphrase: string;
  try {
    passphrase = readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `${setting} names ${path}, which cannot be read (${why}). Check the path and its permissions.`;
    throw new ConfigError(setting, message, { cause });
  }
  if (passphrase !== "") return passphrase;
  throw new ConfigError(setting, `${setting} names ${path}, which is empty. Write the passphrase into it.`);
}
