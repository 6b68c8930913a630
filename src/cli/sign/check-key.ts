import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigError } from "../../domain/errors.ts";

const makeOne = "Name your SSH key with --key, or make one: ssh-keygen -t ed25519.";
const usualNames = ["id_ed25519", "id_ed25519_sk", "id_ecdsa", "id_ecdsa_sk", "id_rsa"];
const mostBytes = 64 * 1024;

/**
 * Finds what keeps `ssh-keygen` from signing with a key, before anybody reads what is to be signed. What only a passphrase or the
 * agent can tell is left to it. Throws `ConfigError`.
 */
export function checkKey(path: string, env: Readonly<Record<string, string | undefined>>): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw refuse(`There is no key ${path}. ${describeOthers(path)}`);
  if (!stats.isFile()) throw refuse(`${path} is no file. ${makeOne}`);
  const text = stats.size > mostBytes ? "" : readKey(path);
  if (/^(ssh|ecdsa|sk-ssh|sk-ecdsa)-\S+ \S/.test(text)) {
    if (env.SSH_AUTH_SOCK || existsSync(path.replace(/\.pub$/, ""))) return;
    throw refuse(`${path} is a public key, and there is no agent that has its private one (SSH_AUTH_SOCK). ${makeOne}`);
  }
  if (!/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw refuse(`${path} ${stats.size === 0 ? "is empty" : "is no SSH key"}. ${makeOne}`);
  }
  if ((stats.mode & 0o077) !== 0) {
    throw refuse(`${path} may be read by others, so ssh-keygen does not use it: chmod 600 ${path}.`);
  }
}

function readKey(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`The key ${path} cannot be read (${why}). Check its permissions, or name another with --key.`, cause);
  }
}

function describeOthers(path: string): string {
  const others = usualNames.map((name) => join(dirname(path), name)).filter((one) => existsSync(one));
  return others.length === 0 ? makeOne : `There is ${others.join(" and ")}: name one with --key.`;
}

function refuse(message: string, cause?: unknown): ConfigError {
  return new ConfigError("--key", message, { cause });
}
