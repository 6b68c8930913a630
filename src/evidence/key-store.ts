import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EvidenceKey, KeySet } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import { keyidOf, readKeySet } from "../formats/key-set.ts";
import { whileLocked } from "./while-locked.ts";
import { writePrivateFile } from "./write-private-file.ts";

/**
 * The signing keys of one state directory, in `keys/`: of each the public record `KEYID.json`, and the private key in
 * encrypted PKCS#8, `KEYID.pem`. A key belongs to the list once its record is there, and none is ever removed from it.
 */
export interface KeyStore {
  /** Newest first. Throws `ConfigError` when a record was damaged. */
  list(): KeySet;
  /**
   * Makes another active key. Throws `ConfigError` when the passphrase is not that of the active ones: a service has one, and
   * could open some of its keys only.
   */
  create(passphrase: string, at: Date): EvidenceKey;
  /**
   * A new active key takes over, and every other one is retired: at a time that is asked for only then, since a service that
   * runs signs with the former one until the new one is there.
   */
  rotate(
    passphrase: string,
    now: () => Date,
  ): { readonly created: EvidenceKey; readonly retired: readonly EvidenceKey[] };
  /**
   * The time is asked for when no other process can change the keys any more. Throws `ConfigError` for the only active one, unless
   * that is meant: from then on no evidence is made.
   */
  retire(keyid: string, now: () => Date, options?: { readonly evenTheLast: boolean }): EvidenceKey;
  /** The newest active key; `null` when there is none. */
  readActive(): EvidenceKey | null;
  /** Throws `ConfigError` when the passphrase is another one, or the file is damaged or gone. */
  openPrivate(keyid: string, passphrase: string): KeyObject;
}

const passphraseSetting = "COUNTERSIGN_KEY_PASSPHRASE";

export function openKeyStore(stateDirectory: string): KeyStore {
  const directory = join(stateDirectory, "keys");
  const lockFile = join(stateDirectory, "keys.lock");
  const list = () => listKeys(directory);
  const readActive = () => list().keys.find(({ state }) => state === "active") ?? null;

  function retireKey(keyid: string, at: Date): EvidenceKey {
    const known = list().keys.find((key) => key.keyid === keyid);
    if (known === undefined) throw new ConfigError("KEYID", `There is no key ${keyid} in ${directory}.`);
    if (known.state === "retired") return known;
    const retired: EvidenceKey = { ...known, state: "retired", retired: at.toISOString() };
    writeRecord(directory, retired);
    return retired;
  }

  return {
    list,
    readActive,
    retire: (keyid, now, { evenTheLast } = { evenTheLast: false }) =>
      whileLocked(lockFile, () => {
        if (!evenTheLast) assertAnotherSigns(list(), keyid);
        return retireKey(keyid, now());
      }),
    create: (passphrase, at) =>
      whileLocked(lockFile, () => {
        for (const { keyid, state } of list().keys) if (state === "active") assertOpens(directory, keyid, passphrase);
        return createKey(directory, passphrase, at);
      }),
    rotate: (passphrase, now) =>
      whileLocked(lockFile, () => {
        const former = list().keys.filter(({ state }) => state === "active");
        const created = createKey(directory, passphrase, now());
        const at = now();
        return { created, retired: former.map(({ keyid }) => retireKey(keyid, at)) };
      }),
    openPrivate: (keyid, passphrase) => openPrivateKey(directory, keyid, passphrase),
  };
}

function assertAnotherSigns({ keys }: KeySet, keyid: string): void {
  const active = keys.filter(({ state }) => state === "active");
  if (active.length !== 1 || active[0]?.keyid !== keyid) return;
  throw new ConfigError(
    "KEYID",
    `${keyid} is the only active key: without one no evidence is made. Replace it with countersign keys rotate, or retire it all the same with --force.`,
  );
}

function assertOpens(directory: string, keyid: string, passphrase: string): void {
  try {
    openPrivateKey(directory, keyid, passphrase);
  } catch (cause) {
    if (!(cause instanceof ConfigError) || cause.setting !== passphraseSetting) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ConfigError(keyid, `No key was made. ${why}`, { cause });
    }
    throw new ConfigError(
      passphraseSetting,
      `No key was made: one passphrase opens all active keys, and this one does not open ${keyid}. Set COUNTERSIGN_KEY_PASSPHRASE (or its file) to that one. If it is lost, countersign keys rotate makes a key with another.`,
      { cause },
    );
  }
}

function listKeys(directory: string): KeySet {
  if (!existsSync(directory)) return { version: 1, keys: [] };
  const records = readdirSync(directory).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
  const keys = records.map((name) => {
    const path = join(directory, name);
    const record = readRecord(path);
    const reading = record.trim() === "" ? { problem: "is empty" } : readKeySet(`{"version":1,"keys":[${record}]}`);
    const key = "keySet" in reading ? reading.keySet.keys[0] : undefined;
    if (key !== undefined && `${key.keyid}.json` === name) return key;
    const why = "problem" in reading ? reading.problem : "is the record of another key";
    throw new ConfigError(path, `${path} ${why}. Restore it from a backup of the state directory.`);
  });
  return {
    version: 1,
    keys: keys.sort((a, b) => b.created.localeCompare(a.created, "en") || a.keyid.localeCompare(b.keyid, "en")),
  };
}

function readRecord(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The key's record ${path} cannot be read (${why}). Restore it from a backup of the state directory.`;
    throw new ConfigError(path, message, { cause });
  }
}

function createKey(directory: string, passphrase: string, at: Date): EvidenceKey {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const keyid = keyidOf(publicKey);
  const pem = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase });
  writePrivateFile(join(directory, `${keyid}.pem`), String(pem));
  const key: EvidenceKey = {
    keyid,
    algorithm: "ecdsa-p256-sha256",
    publicKey: String(publicKey.export({ type: "spki", format: "pem" })),
    state: "active",
    created: at.toISOString(),
    retired: null,
  };
  writeRecord(directory, key);
  return key;
}

function writeRecord(directory: string, key: EvidenceKey): void {
  writePrivateFile(join(directory, `${key.keyid}.json`), `${JSON.stringify(key, null, 2)}\n`);
}

function openPrivateKey(directory: string, keyid: string, passphrase: string): KeyObject {
  const path = join(directory, `${keyid}.pem`);
  let pem: string;
  try {
    pem = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(
      path,
      `The signing key ${path} cannot be read. Restore it, or make another: countersign keys rotate.`,
      { cause },
    );
  }
  if (!/-----BEGIN ENCRYPTED PRIVATE KEY-----[^-]+-----END ENCRYPTED PRIVATE KEY-----/.test(pem)) {
    throw new ConfigError(
      path,
      `The signing key ${path} is damaged: it holds no whole encrypted private key. Restore it from a backup, or make another: countersign keys rotate.`,
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, passphrase });
  } catch (cause) {
    throw new ConfigError(
      passphraseSetting,
      `The passphrase does not open the signing key ${path}. Set COUNTERSIGN_KEY_PASSPHRASE (or the file that COUNTERSIGN_KEY_PASSPHRASE_FILE names) to the one with which it was made; if it is lost, make another key with a new one: countersign keys rotate.`,
      { cause },
    );
  }
  if (keyidOf(createPublicKey(key)) === keyid) return key;
  throw new ConfigError(path, `${path} holds another key than its name says. Restore it from a backup.`);
}
