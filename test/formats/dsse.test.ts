import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Envelope, type EvidenceKey, type KeySet, statementPayloadType } from "../../src/domain/attestation.ts";
import { signEnvelope } from "../../src/evidence/signer.ts";
import { preAuthEncoding, readEnvelope } from "../../src/formats/dsse.ts";
import { keyidOf, readKeySet } from "../../src/formats/key-set.ts";
import { verifyStatement } from "../../src/formats/statement.ts";
import { verifyEnvelope } from "../../src/formats/verify-envelope.ts";
import { releaseStatement } from "../evidence/statements.ts";

interface Pair {
  readonly keyid: string;
  readonly key: KeyObject;
  readonly record: EvidenceKey;
}

function makeKey(retired: string | null = null): Pair {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKey = createPublicKey(privateKey);
  const keyid = keyidOf(publicKey);
  const record: EvidenceKey = {
    keyid,
    algorithm: "ecdsa-p256-sha256",
    publicKey: String(publicKey.export({ type: "spki", format: "pem" })),
    state: retired === null ? "active" : "retired",
    created: "2026-01-01T00:00:00Z",
    retired,
  };
  return { keyid, key: privateKey, record };
}

const ours = makeKey();
const stranger = makeKey();
const pinned: KeySet = { version: 1, keys: [ours.record] };
const payload = JSON.stringify(releaseStatement());
const envelope = signEnvelope(ours, statementPayloadType, payload);
const [{ sig } = { sig: "" }] = envelope.signatures;

function judge(text: string, keys: KeySet = pinned): string {
  const reading = readEnvelope(text);
  if ("problem" in reading) return `unreadable: ${reading.problem}`;
  const verdict = verifyStatement(reading.envelope, keys);
  return verdict.isValid ? "valid" : `${verdict.flaw}: ${verdict.message}`;
}

const flip = (base64: string, at: number) => {
  const bytes = Buffer.from(base64, "base64");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64");
};
const edit = (change: Partial<Envelope>) => JSON.stringify({ ...envelope, ...change });
const text = JSON.stringify(envelope);

test("PAE is as the protocol's own example has it", () => {
  expect(preAuthEncoding("http://example.com/HelloWorld", Buffer.from("hello world")).toString()).toBe(
    "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
  );
  expect(preAuthEncoding("ä", Buffer.from("ö")).toString()).toBe("DSSEv1 2 ä 2 ö");
});

test("what was signed with a pinned key is valid", () => {
  expect(judge(text)).toBe("valid");
  expect(verifyStatement(envelope, pinned)).toMatchObject({
    isValid: true,
    content: { kind: "release", statement: releaseStatement() },
    keys: [{ keyid: ours.keyid }],
  });
});

describe("an envelope that was tampered with is refused, and the reason says where", () => {
  const other = releaseStatement({ namespace: "evil" });
  test.each([
    ["a bit of the payload", edit({ payload: flip(envelope.payload, 40) }), "bad-signature"],
    ["another payload", edit({ payload: Buffer.from(JSON.stringify(other)).toString("base64") }), "bad-signature"],
    ["the payload cut short", edit({ payload: envelope.payload.slice(0, -8) }), "bad-signature"],
    ["a payload type of something else", edit({ payloadType: "application/json" }), "malformed"],
    [
      "the first byte of the signature",
      edit({ signatures: [{ keyid: ours.keyid, sig: flip(sig, 0) }] }),
      "bad-signature",
    ],
    ["a byte of the signature", edit({ signatures: [{ keyid: ours.keyid, sig: flip(sig, 20) }] }), "bad-signature"],
    ["the signature cut short", edit({ signatures: [{ keyid: ours.keyid, sig: sig.slice(0, -4) }] }), "bad-signature"],
    ["the key's id of somebody else", edit({ signatures: [{ keyid: stranger.keyid, sig }] }), "unknown-key"],
    ["no signature", edit({ signatures: [] }), "unreadable: is no DSSE envelope"],
    [
      "the same signature twice",
      edit({ signatures: [...envelope.signatures, ...envelope.signatures] }),
      "unreadable: has two signatures of one key",
    ],
    [
      "one more signature, of a key that is not pinned",
      edit({
        signatures: [...envelope.signatures, ...signEnvelope(stranger, statementPayloadType, payload).signatures],
      }),
      "unknown-key",
    ],
    [
      "the stranger's signature first",
      edit({
        signatures: [...signEnvelope(stranger, statementPayloadType, payload).signatures, ...envelope.signatures],
      }),
      "unknown-key",
    ],
    [
      "a whole envelope of the stranger",
      JSON.stringify(signEnvelope(stranger, statementPayloadType, payload)),
      "unknown-key",
    ],
    [
      "the stranger's signature under our id",
      edit({
        signatures: [
          { keyid: ours.keyid, sig: signEnvelope(stranger, statementPayloadType, payload).signatures[0]?.sig ?? "" },
        ],
      }),
      "bad-signature",
    ],
    [
      "a second payload",
      `${text.slice(0, -1)},"payload":"${flip(envelope.payload, 3)}"}`,
      `unreadable: has the key "payload" twice`,
    ],
    [
      "a second payload, its key written otherwise",
      `${text.slice(0, -1)},"p\\u0061yload":"AAAA"}`,
      `unreadable: has the key "payload" twice`,
    ],
    [
      "a second id within a signature",
      text.replace('"keyid"', '"keyid":"x","keyid"'),
      `unreadable: has the key "keyid" twice`,
    ],
    ["one more member", JSON.stringify({ ...envelope, extra: 1 }), "unreadable: is no DSSE envelope"],
    [
      "base64 of URLs",
      edit({ payload: Buffer.from(payload).toString("base64url") }),
      "unreadable: has a payload that is no plain base64",
    ],
    [
      "base64 with a space",
      edit({ payload: ` ${envelope.payload}` }),
      "unreadable: has a payload that is no plain base64",
    ],
    [
      "base64 with bits left over",
      edit({ signatures: [{ keyid: ours.keyid, sig: "AB==" }] }),
      "unreadable: has a signature that is no plain base64",
    ],
    ["half of the text", text.slice(0, text.length / 2), "unreadable: is no JSON"],
    ["nothing", "", "unreadable: is empty"],
    ["a list", "[]", "unreadable: is no DSSE envelope"],
    [
      "too many signatures",
      edit({ signatures: Array.from({ length: 9 }, (_, n) => ({ keyid: `${n}`, sig })) }),
      "unreadable: is no DSSE envelope",
    ],
  ])("%s", (_, tampered, expected) => {
    expect(judge(tampered)).toContain(expected);
  });

  test("every single byte of it, wherever it is flipped", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 0, max: 6 }), (at, bit) => {
        const bytes = Buffer.from(text);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        return judge(bytes.toString("utf8")) !== "valid";
      }),
      { numRuns: 300 },
    );
  });
});

describe("what was signed is read strictly, too", () => {
  const sign = (content: string) => judge(JSON.stringify(signEnvelope(ours, statementPayloadType, content)));
  const files = (change: Parameters<typeof releaseStatement>[0], paths?: Record<string, string>) =>
    sign(JSON.stringify(releaseStatement(change, paths)));
  test("doubled keys, paths that leave the tree, files told twice", () => {
    expect(sign(payload.replace('"predicateType"', '"_type":"x","predicateType"'))).toContain(
      'has the key "_type" twice',
    );
    expect(files({}, { "../x": "a".repeat(64) })).toContain('has "../x", which is no path inside a tree');
    expect(files({}, { "/etc/passwd": "a".repeat(64) })).toContain("which is no path inside a tree");
    expect(files({ links: [{ path: "README.md", to: "x" }] })).toContain('has the file "README.md" twice');
    expect(files({ executable: ["none"] })).toContain('calls "none" executable');
    expect(sign("{}")).toContain("is no statement of Countersign");
    expect(sign(JSON.stringify({ ...releaseStatement(), _type: "https://in-toto.io/Statement/v0.1" }))).toContain(
      "_type",
    );
  });
});

describe("keys", () => {
  test("a retired one is good for what it signed before, and for nothing else", () => {
    const before: KeySet = {
      version: 1,
      keys: [{ ...ours.record, state: "retired", retired: "2026-11-20T12:00:01Z" }],
    };
    const after: KeySet = { version: 1, keys: [{ ...ours.record, state: "retired", retired: "2026-11-20T12:00:00Z" }] };
    expect(judge(text, before)).toBe("valid");
    expect(judge(text, after)).toContain("retired-key");
  });

  test("a list of keys whose ids are of other keys is refused", () => {
    const swapped = { ...ours.record, publicKey: stranger.record.publicKey };
    expect(readKeySet(JSON.stringify({ version: 1, keys: [swapped] }))).toMatchObject({
      problem: expect.stringContaining("that is another key"),
    });
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" });
    expect(readKeySet(JSON.stringify({ version: 1, keys: [{ ...ours.record, publicKey: rsa }] }))).toMatchObject({
      problem: expect.stringContaining("no P-256 public key"),
    });
    expect(readKeySet(JSON.stringify({ version: 1, keys: [ours.record, ours.record] }))).toMatchObject({
      problem: expect.stringContaining("twice"),
    });
    expect(readKeySet(JSON.stringify({ version: 1, keys: [{ ...ours.record, state: "retired" }] }))).toHaveProperty(
      "problem",
    );
    expect(readKeySet(JSON.stringify(pinned))).toEqual({ keySet: pinned });
  });
});

test("any payload that is signed is verified, and no other", () => {
  const read = (found: string) => ({ content: { at: "2026-11-20T12:00:00Z", found } });
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", minLength: 1 }), (content, type) => {
      const signed = signEnvelope(ours, type, content);
      const good = verifyEnvelope(signed, type, pinned, read);
      const changed = { ...signed, payload: Buffer.from(`${content}!`).toString("base64") };
      return (
        good.isValid &&
        good.content.found === Buffer.from(content).toString("utf8") &&
        !verifyEnvelope(changed, type, pinned, read).isValid &&
        !verifyEnvelope(signed, `${type}!`, pinned, read).isValid &&
        !verifyEnvelope(signed, type, { version: 1, keys: [stranger.record] }, read).isValid
      );
    }),
    { numRuns: 100 },
  );
});
