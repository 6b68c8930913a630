import { createHash, createPublicKey, verify } from "node:crypto";
import { decodeBase64, openSshReader, SshFormatError, type SshReader } from "./ssh-wire.ts";

/** A public key as OpenSSH writes it: `ssh-ed25519 AAAA… comment`. */
export interface SshPublicKey {
  readonly type: SshKeyType;
  /** The key's own bytes (RFC 4253, section 6.6): what two keys are compared by. */
  readonly blob: Buffer;
  /** `SHA256:…`, as `ssh-keygen -l` shows it. */
  readonly fingerprint: string;
}

export const sshKeyTypes = [
  "ssh-ed25519",
  "sk-ssh-ed25519@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ssh-rsa",
] as const;
export type SshKeyType = (typeof sshKeyTypes)[number];

export type SshKeyReading = { readonly key: SshPublicKey } | { readonly problem: string };

const maxLineLength = 8 * 1024;
const leastRsaBits = 2_048;
const mostRsaBits = 8_192;

/** Reads the line of a `.pub` file. `problem` continues "the key …". */
export function readSshPublicKey(line: string): SshKeyReading {
  if (line.length > maxLineLength) return { problem: "is too long" };
  const [type = "", encoded = ""] = line.trim().split(/[ \t]+/);
  const blob = decodeBase64(encoded);
  if (blob === null) return { problem: "is not base64, as in `ssh-ed25519 AAAA…`: copy the line of the .pub file" };
  const reading = readSshKeyBlob(blob);
  if ("key" in reading && reading.key.type !== type) return { problem: `says ${type}, and is a ${reading.key.type}` };
  return reading;
}

/** Reads the bytes of a key. `problem` continues "the key …". */
export function readSshKeyBlob(blob: Buffer): SshKeyReading {
  try {
    const type = decodeKey(blob).type;
    const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
    return { key: { type, blob, fingerprint: `SHA256:${digest}` } };
  } catch (error) {
    if (error instanceof SshFormatError) return { problem: error.message };
    throw error;
  }
}

/** Whether these bytes are a signature of the data by the key. Throws `SshFormatError` for what is no signature of its kind. */
export function isSignedBy(key: SshPublicKey, signature: Buffer, data: Buffer): boolean {
  const decoded = decodeKey(key.blob);
  const reader = openSshReader(signature);
  const algorithm = reader.readName();
  const bytes = reader.readString();
  const digest = digests[decoded.type][algorithm];
  if (digest === undefined)
    throw new SshFormatError(`is by the algorithm ${algorithm}, which is not for a ${key.type}`);
  const signed = decoded.type === "sk-ssh-ed25519@openssh.com" ? tokenData(decoded.application, reader, data) : data;
  reader.end();
  return isValid(decoded, bytes, signed, digest);
}

function isValid(decoded: DecodedKey, bytes: Buffer, signed: Buffer, digest: string): boolean {
  const publicKey = createPublicKey({ key: decoded.jwk, format: "jwk" });
  switch (decoded.type) {
    case "ssh-ed25519":
    case "sk-ssh-ed25519@openssh.com":
      return verify(null, signed, publicKey, bytes);
    case "ssh-rsa":
      return verify(digest, signed, publicKey, bytes);
    case "ecdsa-sha2-nistp256":
    case "ecdsa-sha2-nistp384":
      return verify(digest, signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, pairOf(bytes, decoded.size));
    default:
      return decoded satisfies never;
  }
}

/** By key type and name of the signature's algorithm, its digest; SHA-1 (`ssh-rsa`) is none of them. */
const digests: Readonly<Record<SshKeyType, Readonly<Record<string, string>>>> = {
  "ssh-ed25519": { "ssh-ed25519": "" },
  "sk-ssh-ed25519@openssh.com": { "sk-ssh-ed25519@openssh.com": "" },
  "ssh-rsa": { "rsa-sha2-256": "sha256", "rsa-sha2-512": "sha512" },
  "ecdsa-sha2-nistp256": { "ecdsa-sha2-nistp256": "sha256" },
  "ecdsa-sha2-nistp384": { "ecdsa-sha2-nistp384": "sha384" },
};

interface Jwk {
  readonly [name: string]: string;
}

type DecodedKey =
  | { readonly type: "ssh-ed25519" | "ssh-rsa"; readonly jwk: Jwk }
  | { readonly type: "sk-ssh-ed25519@openssh.com"; readonly jwk: Jwk; readonly application: Buffer }
  | { readonly type: "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384"; readonly jwk: Jwk; readonly size: number };

function decodeKey(blob: Buffer): DecodedKey {
  const reader = openSshReader(blob);
  const name = reader.readName();
  const decoded = decodeFields(name, reader);
  reader.end();
  try {
    createPublicKey({ key: decoded.jwk, format: "jwk" });
  } catch (cause) {
    throw new SshFormatError(`is no ${name} key: its numbers do not fit each other`, { cause });
  }
  return decoded;
}

function decodeFields(type: string, reader: SshReader): DecodedKey {
  switch (type) {
    case "ssh-ed25519":
      return { type, jwk: readEdwards(reader) };
    case "sk-ssh-ed25519@openssh.com":
      return { type, jwk: readEdwards(reader), application: reader.readString() };
    case "ssh-rsa":
      return { type, jwk: readRsa(reader) };
    case "ecdsa-sha2-nistp256":
      return { type, jwk: readPoint(reader, "nistp256", "P-256", 32), size: 32 };
    case "ecdsa-sha2-nistp384":
      return { type, jwk: readPoint(reader, "nistp384", "P-384", 48), size: 48 };
    default:
      throw new SshFormatError(`is of the type ${type}, which is none of ${sshKeyTypes.join(", ")}`);
  }
}

function readEdwards(reader: SshReader): Jwk {
  const point = reader.readString();
  if (point.length !== 32) throw new SshFormatError("has not the length of an Ed25519 key");
  return { kty: "OKP", crv: "Ed25519", x: point.toString("base64url") };
}

function readRsa(reader: SshReader): Jwk {
  const [exponent, modulus] = [reader.readMpint(), reader.readMpint()];
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < leastRsaBits || bits > mostRsaBits) {
    throw new SshFormatError(`has ${bits} bits, and an RSA key needs ${leastRsaBits} to ${mostRsaBits}`);
  }
  if (exponent.length > 8) throw new SshFormatError("has too large an exponent");
  return { kty: "RSA", e: exponent.toString("base64url"), n: modulus.toString("base64url") };
}

/** An uncompressed point: 4, x, y (SEC 1, section 2.3.3). */
function readPoint(reader: SshReader, curve: string, crv: string, size: number): Jwk {
  const name = reader.readName();
  const point = reader.readString();
  if (name !== curve || point.length !== 1 + 2 * size || point[0] !== 4) {
    throw new SshFormatError(`has no point of the curve ${curve}`);
  }
  const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)];
  return { kty: "EC", crv, x: x.toString("base64url"), y: y.toString("base64url") };
}

/** Two numbers of a fixed width, from the two of any width in which SSH has them (RFC 5656, section 3.1.2). */
function pairOf(bytes: Buffer, size: number): Buffer {
  const reader = openSshReader(bytes);
  const pair = [reader.readMpint(), reader.readMpint()];
  reader.end();
  if (pair.some((number) => number.length > size)) throw new SshFormatError("has a number too large for its curve");
  return Buffer.concat(pair.map((number) => Buffer.concat([Buffer.alloc(size - number.length), number])));
}

const userWasThere = 0x01;

/** What a security key signs: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.u2f */
function tokenData(application: Buffer, reader: SshReader, data: Buffer): Buffer {
  const flags = reader.readByte();
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(reader.readUint32());
  if ((flags & userWasThere) === 0) throw new SshFormatError("was made without a touch of the security key");
  const sha256 = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();
  return Buffer.concat([sha256(application), Buffer.from([flags]), counter, sha256(data)]);
}
