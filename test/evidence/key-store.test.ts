import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openKeyStore } from "../../src/evidence/key-store.ts";
import { readPassphrase } from "../../src/evidence/read-passphrase.ts";
import { createSigner } from "../../src/evidence/signer.ts";

const passphrase = "correct horse battery staple";
const at = (day: number) => new Date(Date.UTC(2026, 0, day));

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "countersign-keys-"));
});
afterEach(() => rmSync(state, { recursive: true }));

/** Does something with the keys, slow enough for others to be at it at the same time. Answers the exit code. */
function inAnotherProcess(act: string): Promise<number> {
  const code = `
    const { openKeyStore } = await import(${JSON.stringify(new URL("../../src/evidence/key-store.ts", import.meta.url))});
    const slowly = () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      return new Date();
    };
    openKeyStore(${JSON.stringify(state)}).${act};`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "ignore" });
  return new Promise((resolve) => child.once("exit", (exitCode) => resolve(exitCode ?? -1)));
}

describe("keys of a state directory", () => {
  test("are kept encrypted, readable for one user alone", () => {
    const keys = openKeyStore(state);
    const { keyid } = keys.create(passphrase, at(1));
    const files = readdirSync(join(state, "keys"));
    expect(files.toSorted()).toEqual([`${keyid}.json`, `${keyid}.pem`]);
    for (const name of files) expect(statSync(join(state, "keys", name)).mode & 0o777).toBe(0o600);
    expect(statSync(join(state, "keys")).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(state, "keys", `${keyid}.pem`), "utf8")).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    expect(keys.openPrivate(keyid, passphrase).asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
  });

  test("another passphrase opens nothing, and the error says what to set", () => {
    const keys = openKeyStore(state);
    const { keyid } = keys.create(passphrase, at(1));
    expect(() => keys.openPrivate(keyid, `${passphrase}!`)).toThrow(
      expect.objectContaining({ name: "ConfigError", setting: "COUNTERSIGN_KEY_PASSPHRASE" }),
    );
    expect(() => createSigner(keys, "another one that is long")).toThrow("does not open the signing key");
  });

  test("a rotation retires the former one, which stays in the list; a running signer takes the new one", async () => {
    const keys = openKeyStore(state);
    const first = keys.create(passphrase, at(1));
    const signer = createSigner(keys, passphrase);
    expect((await signer.sign("t", "x")).signatures[0]?.keyid).toBe(first.keyid);
    const { created, retired } = keys.rotate(passphrase, () => at(2));
    expect(retired).toEqual([{ ...first, state: "retired", retired: at(2).toISOString() }]);
    expect(keys.list().keys).toEqual([created, ...retired]);
    expect((await signer.sign("t", "x")).signatures[0]?.keyid).toBe(created.keyid);
  });

  test("nobody signs with a former key after the time at which it was retired", async () => {
    const keys = openKeyStore(state);
    const first = keys.create(passphrase, at(1));
    const signer = createSigner(keys, passphrase);
    const signed: Promise<{ readonly signatures: readonly { readonly keyid: string }[] }>[] = [];
    keys.rotate(passphrase, () => {
      signed.push(signer.sign("t", "x"));
      return at(1 + signed.length);
    });
    const keyids = (await Promise.all(signed)).map(({ signatures }) => signatures[0]?.keyid);
    const [created, former] = keys.list().keys;
    expect(keyids).toEqual([first.keyid, created?.keyid]); // the second call is the one that dates the retirement
    expect(former).toMatchObject({ keyid: first.keyid, retired: at(3).toISOString() });
  });

  test("a key is retired once: the first time holds", () => {
    const keys = openKeyStore(state);
    const { keyid } = keys.create(passphrase, at(1));
    keys.retire(keyid, () => at(2), { evenTheLast: true });
    expect(keys.retire(keyid, () => at(3)).retired).toBe(at(2).toISOString());
    expect(keys.readActive()).toBeNull();
    expect(() => keys.retire("0".repeat(64), () => at(3))).toThrow("There is no key");
    expect(() => createSigner(keys, passphrase)).toThrow("countersign keys create");
  });

  test("the last active one is retired only where that is meant", () => {
    const keys = openKeyStore(state);
    const [first, second] = [keys.create(passphrase, at(1)), keys.create(passphrase, at(2))];
    keys.retire(first.keyid, () => at(3));
    expect(() => keys.retire(second.keyid, () => at(4))).toThrow("is the only active key");
    expect(keys.readActive()).toEqual(second);
    expect(keys.retire(second.keyid, () => at(5), { evenTheLast: true }).state).toBe("retired");
  });

  test("two processes that retire the last two keys at once leave one of them", async () => {
    const keys = openKeyStore(state);
    const both = [keys.create(passphrase, at(1)), keys.create(passphrase, at(2))];
    const ends = await Promise.all(
      both.map(({ keyid }) => inAnotherProcess(`retire(${JSON.stringify(keyid)}, slowly)`)),
    );
    expect(ends.toSorted()).toEqual([0, 1]);
    expect(keys.list().keys.map((key) => key.state)).toEqual(expect.arrayContaining(["active", "retired"]));
  });

  test("a record that was damaged, or is of another key, is named", () => {
    const keys = openKeyStore(state);
    const { keyid } = keys.create(passphrase, at(1));
    const other = openKeyStore(join(state, "other")).create(passphrase, at(1));
    const path = join(state, "keys", `${keyid}.json`);
    writeFileSync(path, JSON.stringify(other));
    expect(() => keys.list()).toThrow(`${path} is the record of another key`);
    writeFileSync(path, "{");
    expect(() => keys.list()).toThrow(`${path} is no JSON`);
    writeFileSync(path, "\n");
    expect(() => keys.list()).toThrow(`${path} is empty. Restore it`);
  });

  test("what stands in the place of a record and is none is named with its path", () => {
    const keys = openKeyStore(state);
    const path = join(state, "keys", `${"a".repeat(64)}.json`);
    mkdirSync(path, { recursive: true });
    expect(() => keys.list()).toThrow(`The key's record ${path} cannot be read (EISDIR`);
  });

  test("a private key that was damaged is not taken for one of another passphrase", () => {
    const keys = openKeyStore(state);
    const { keyid } = keys.create(passphrase, at(1));
    const path = join(state, "keys", `${keyid}.pem`);
    const pem = readFileSync(path, "utf8");
    for (const damaged of ["", pem.slice(0, 100)]) {
      writeFileSync(path, damaged);
      const says = `The signing key ${path} is damaged: it holds no whole encrypted private key. Restore it`;
      expect(() => keys.openPrivate(keyid, passphrase)).toThrow(says);
      expect(() => keys.create(passphrase, at(2))).toThrow(`No key was made. ${says}`);
    }
  });

  test("another key with another passphrase is refused, and nothing was made; a rotation takes a new one", () => {
    const keys = openKeyStore(state);
    const { keyid } = keys.create(passphrase, at(1));
    const other = "another one that is long";
    expect(() => keys.create(other, at(2))).toThrow(
      `No key was made: one passphrase opens all active keys, and this one does not open ${keyid}. Set`,
    );
    expect(readdirSync(join(state, "keys")).toSorted()).toEqual([`${keyid}.json`, `${keyid}.pem`]);
    const { created } = keys.rotate(other, () => at(2));
    expect(keys.create(other, at(3)).state).toBe("active");
    expect(keys.openPrivate(created.keyid, other)).toBeDefined();
  });

  test("one process at a time changes them: rotations at once leave one active key", async () => {
    openKeyStore(state).create(passphrase, at(1));
    const rotations = [1, 2, 3].map(() => inAnotherProcess(`rotate(${JSON.stringify(passphrase)}, slowly)`));
    expect(await Promise.all(rotations)).toEqual([0, 0, 0]);
    const states = openKeyStore(state)
      .list()
      .keys.map((key) => key.state);
    expect(states).toEqual(["active", "retired", "retired", "retired"]);
  });

  test("a private key under the name of another is not used", () => {
    const keys = openKeyStore(state);
    const first = keys.create(passphrase, at(1));
    const second = keys.create(passphrase, at(2));
    const pem = (keyid: string) => join(state, "keys", `${keyid}.pem`);
    writeFileSync(pem(first.keyid), readFileSync(pem(second.keyid)));
    expect(() => keys.openPrivate(first.keyid, passphrase)).toThrow("holds another key");
  });
});

describe("the passphrase", () => {
  test("comes from a variable or a file, without the file's last line end", () => {
    const file = join(state, "passphrase");
    writeFileSync(file, `${passphrase}\n`);
    expect(readPassphrase({}, state)).toBeNull();
    expect(readPassphrase({ COUNTERSIGN_KEY_PASSPHRASE: passphrase }, state)).toBe(passphrase);
    expect(readPassphrase({ COUNTERSIGN_KEY_PASSPHRASE_FILE: "passphrase" }, state)).toBe(passphrase);
  });

  test.each([
    ["a short one", { COUNTERSIGN_KEY_PASSPHRASE: "short" }, "fewer than 16 characters"],
    ["a file that is not there", { COUNTERSIGN_KEY_PASSPHRASE_FILE: "none" }, "none, which cannot be read (ENOENT"],
    ["a directory", { COUNTERSIGN_KEY_PASSPHRASE_FILE: "." }, "which cannot be read (EISDIR"],
    ["an empty file", { COUNTERSIGN_KEY_PASSPHRASE_FILE: "/dev/null" }, "names /dev/null, which is empty"],
    ["both", { COUNTERSIGN_KEY_PASSPHRASE: passphrase, COUNTERSIGN_KEY_PASSPHRASE_FILE: "none" }, "are both set"],
  ])("%s is refused", (_, env, message) => {
    expect(() => readPassphrase(env, state)).toThrow(message);
  });
});
