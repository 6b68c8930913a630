import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readSshPublicKey } from "../../src/formats/ssh-public-key.ts";
import { sshSignatureBegin, sshSignatureEnd, verifySshSignature } from "../../src/formats/ssh-signature.ts";
import { writeSshString } from "../../src/formats/ssh-wire.ts";
import { openSshTools } from "../support/ssh-keys.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());

const message = Buffer.from('{"purpose":"countersign approval"}\n');
const types = ["ed25519", "rsa", "ecdsa-256", "ecdsa-384"] as const;
const keys = new Map(types.map((type) => [type, ssh.makeKey(type)]));
const keyOf = (type: (typeof types)[number]) => keys.get(type) ?? ssh.makeKey(type);
const verdictOn = (armored: string, about: Buffer = message) => verifySshSignature(armored, "countersign", about);

function blobOf(armored: string): Buffer {
  return Buffer.from(armored.split("\n").slice(1, -2).join(""), "base64");
}

function armor(blob: Buffer): string {
  const lines = blob.toString("base64").match(/.{1,70}/g) ?? [];
  return [sshSignatureBegin, ...lines, sshSignatureEnd, ""].join("\n");
}

describe("what the real ssh-keygen signs is verified", () => {
  test.each(types)("%s, with either digest", (type) => {
    const key = keyOf(type);
    for (const hash of ["sha256", "sha512"] as const) {
      const verdict = verdictOn(ssh.sign(key, message, "countersign", hash));
      const reading = readSshPublicKey(key.publicKey);
      if (!("key" in reading)) throw new Error(reading.problem);
      expect(verdict).toEqual({ signed: true, key: reading.key });
      expect(verdictOn(ssh.sign(key, message, "countersign", hash), Buffer.from("another text"))).toEqual({
        signed: false,
        problem: "is not one of this text: the text or the signature was changed",
      });
    }
  });

  test("for an empty and for a large text", () => {
    for (const text of [Buffer.alloc(0), Buffer.alloc(1_000_000, 7)])
      expect(verdictOn(ssh.sign(keyOf("ed25519"), text), text).signed).toBe(true);
  });

  test("the fingerprint is the one that ssh-keygen shows", () => {
    const reading = readSshPublicKey(keyOf("ed25519").publicKey);
    expect("key" in reading && reading.key.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });
});

describe("what we say is signed, the real ssh-keygen verifies too", () => {
  const encode = (key: KeyObject, type: string, rest: readonly (string | Buffer)[] = []): Buffer => {
    const x = Buffer.from(String(key.export({ format: "jwk" }).x), "base64url");
    return Buffer.concat([type, x, ...rest].map(writeSshString));
  };
  const signedBytes = (hash: string) =>
    Buffer.concat([
      Buffer.from("SSHSIG"),
      ...["countersign", "", hash, createHash(hash).update(message).digest()].map(writeSshString),
    ]);
  const compose = (publicKey: Buffer, hash: string, signature: Buffer): string =>
    armor(
      Buffer.concat([
        Buffer.from("SSHSIG"),
        Buffer.from([0, 0, 0, 1]),
        ...[publicKey, "countersign", "", hash, signature].map(writeSshString),
      ]),
    );

  test("a signature that was made without ssh-keygen", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const blob = encode(publicKey, "ssh-ed25519");
    const signature = Buffer.concat(["ssh-ed25519", sign(null, signedBytes("sha256"), privateKey)].map(writeSshString));
    const armored = compose(blob, "sha256", signature);
    expect(verdictOn(armored).signed).toBe(true);
    expect(ssh.verify(`ssh-ed25519 ${blob.toString("base64")}`, armored, message)).toBe(true);
  });

  test.each([
    { flags: 0x01, isGood: true },
    { flags: 0x05, isGood: true },
    { flags: 0x00, isGood: false },
  ])("one of a security key with the flags $flags: $isGood", ({ flags, isGood }) => {
    const type = "sk-ssh-ed25519@openssh.com";
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const blob = encode(publicKey, type, ["ssh:"]);
    const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();
    const tail = Buffer.from([flags, 0, 0, 0, 9]);
    const data = Buffer.concat([sha256("ssh:"), tail, sha256(signedBytes("sha512"))]);
    const signature = Buffer.concat([...[type, sign(null, data, privateKey)].map(writeSshString), tail]);
    const armored = compose(blob, "sha512", signature);
    expect(verdictOn(armored).signed).toBe(isGood); // without the touch of a person we are stricter than ssh-keygen
    expect(ssh.verify(`${type} ${blob.toString("base64")}`, armored, message)).toBe(true);
  });
});

describe("what is no signature of this text is named", () => {
  const good = ssh.sign(keyOf("ed25519"), message);
  const blob = blobOf(good);
  const at = (text: string): number => blob.indexOf(text);
  const replaced = (from: string, to: string): string => {
    const place = at(from);
    return armor(Buffer.concat([blob.subarray(0, place), Buffer.from(to), blob.subarray(place + from.length)]));
  };
  const withByte = (place: number, value: number): string => {
    const copy = Buffer.from(blob);
    copy[place] = value;
    return armor(copy);
  };

  test.each([
    ["nothing", "", /does not stand between/],
    ["no armor", blob.toString("base64"), /does not stand between/],
    ["text before it", `x\n${good}`, /does not stand between/],
    ["too long", `${sshSignatureBegin}\n${"A".repeat(20_000)}\n${sshSignatureEnd}`, /more than 16384/],
    ["not base64", `${sshSignatureBegin}\n%%%%\n${sshSignatureEnd}`, /is not base64/],
    ["base64 of another writing", good.replace(/.\n-----END/, "\n-----END"), /is not base64/],
    ["of another program", armor(Buffer.from("SSHSIH....")), /is not one of `ssh-keygen -Y sign`/],
    ["of another version", withByte(9, 2), /has the version 2/],
    ["cut short", armor(blob.subarray(0, -1)), /ends too early/],
    ["longer", armor(Buffer.concat([blob, Buffer.from([0])])), /goes on after its end/],
    ["with a length beyond its end", withByte(10, 0xff), /ends too early/],
    ["of another key type", replaced("ssh-ed25519", "ssh-ed25518"), /type ssh-ed25518, which is none of/],
    ["of another digest", replaced("sha512", "sha513"), /sha513 digest/],
    ["of another digest than it says", replaced("sha512", "sha256"), /is not one of this text/],
    ["with another bit", withByte(blob.length - 1, (blob.at(-1) ?? 0) ^ 1), /is not one of this text/],
  ])("%s", (_, armored, problem) => {
    const verdict = verdictOn(armored);
    expect(verdict).toMatchObject({ signed: false, problem: expect.stringMatching(problem) });
  });

  test("another namespace, such as git's", () => {
    expect(verdictOn(ssh.sign(keyOf("ed25519"), message, "git"))).toEqual({
      signed: false,
      problem: 'was made for the namespace "git", not for `countersign`',
    });
    expect(verdictOn(replaced("countersign", "countersigm")).signed).toBe(false);
  });

  test("a signature by RSA with SHA-1", () => {
    const rsa = ssh.sign(keyOf("rsa"), message);
    const bytes = blobOf(rsa);
    const place = bytes.indexOf("rsa-sha2-512");
    const old = Buffer.concat([
      bytes.subarray(0, place - 4 - 4),
      writeSshString(Buffer.concat([writeSshString("ssh-rsa"), bytes.subarray(place + "rsa-sha2-512".length)])),
    ]);
    expect(verdictOn(armor(old))).toMatchObject({ problem: expect.stringMatching(/ssh-rsa, which is not for/) });
  });

  test("any other byte, anywhere", () => {
    fc.assert(
      fc.property(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        expect(verdictOn(withByte(place, (blob[place] ?? 0) ^ change)).signed).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test("any bytes, in any armor", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, hasMagic) => {
        const body = Buffer.concat([Buffer.from(hasMagic ? "SSHSIG\0\0\0\u0001" : ""), bytes]);
        expect(verdictOn(armor(body)).signed).toBe(false);
        expect(verdictOn(body.toString("latin1")).signed).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test("an edited signature of each kind is refused, and never throws", () => {
    for (const type of types) {
      const bytes = blobOf(ssh.sign(keyOf(type), message));
      for (let place = 0; place < bytes.length; place += 1) {
        const copy = Buffer.from(bytes);
        copy[place] = (copy[place] ?? 0) ^ 0x81;
        expect(verdictOn(armor(copy)).signed, `${type}, byte ${place}`).toBe(false);
      }
    }
  });
});

describe("a public key", () => {
  const [type = "", body = ""] = keyOf("ed25519").publicKey.split(" ");
  test.each([
    ["empty", "", /is not base64/],
    ["without its type", body, /is not base64/],
    ["of another type than it says", `ssh-rsa ${body}`, /says ssh-rsa, and is a ssh-ed25519/],
    ["cut short", `${type} ${body.slice(0, -8)}`, /ends too early/],
    ["an old DSA key", `ssh-dss ${writeSshString("ssh-dss").toString("base64")}`, /type ssh-dss, which is none of/],
    ["too long", `${type} ${body} ${"x".repeat(9_000)}`, /is too long/],
    ["with no point of its curve", `ecdsa-sha2-nistp256 ${offCurve()}`, /numbers do not fit/],
  ])("that is %s is refused", (_, line, problem) => {
    expect(readSshPublicKey(line)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test("has a comment or none, and blanks around it", () => {
    const plain = readSshPublicKey(`${type} ${body}`);
    expect(readSshPublicKey(`  ${type}   ${body}  ben on a laptop \n`)).toEqual(plain);
    expect("key" in plain).toBe(true);
  });

  function offCurve(): string {
    const point = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]);
    return Buffer.concat(["ecdsa-sha2-nistp256", "nistp256", point].map(writeSshString)).toString("base64");
  }
});
