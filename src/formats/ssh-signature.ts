import { createHash } from "node:crypto";
import { isSignedBy, readSshKeyBlob, type SshPublicKey } from "./ssh-public-key.ts";
import { decodeBase64, openSshReader, SshFormatError, writeSshString } from "./ssh-wire.ts";

export type SshSignatureVerdict =
  /** Whose key it is, is for the caller to know. */
  | { readonly signed: true; readonly key: SshPublicKey }
  /** Continues "the signature …". */
  | { readonly signed: false; readonly problem: string };

export const sshSignatureBegin = "-----BEGIN SSH SIGNATURE-----";
export const sshSignatureEnd = "-----END SSH SIGNATURE-----";

const maxArmorLength = 16 * 1024;
const magic = Buffer.from("SSHSIG");
const version = 1;
const hashes: readonly string[] = ["sha256", "sha512"];

/**
 * Whether an armored signature, as `ssh-keygen -Y sign -n NAMESPACE` makes it, is one of the message, and by which key. Never
 * throws. The format: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig
 */
export function verifySshSignature(armored: string, namespace: string, message: Buffer): SshSignatureVerdict {
  try {
    return verifyBlob(dearmor(armored), namespace, message);
  } catch (error) {
    if (error instanceof SshFormatError) return { signed: false, problem: error.message };
    throw error;
  }
}

function dearmor(armored: string): Buffer {
  if (armored.length > maxArmorLength) throw new SshFormatError(`has more than ${maxArmorLength} characters`);
  const lines = armored.trim().split(/\r?\n/);
  if (lines[0] !== sshSignatureBegin || lines.at(-1) !== sshSignatureEnd || lines.length < 3) {
    throw new SshFormatError(`does not stand between ${sshSignatureBegin} and ${sshSignatureEnd}`);
  }
  const blob = decodeBase64(lines.slice(1, -1).join(""));
  if (blob === null) throw new SshFormatError("is not base64");
  return blob;
}

function verifyBlob(blob: Buffer, namespace: string, message: Buffer): SshSignatureVerdict {
  if (!blob.subarray(0, magic.length).equals(magic)) throw new SshFormatError("is not one of `ssh-keygen -Y sign`");
  const reader = openSshReader(blob.subarray(magic.length));
  const found = reader.readUint32();
  if (found !== version) throw new SshFormatError(`has the version ${found}, not ${version}`);
  const keyBlob = reader.readString();
  const [name, reserved, hash] = [reader.readString(), reader.readString(), reader.readName()];
  const signature = reader.readString();
  reader.end();

  if (!name.equals(Buffer.from(namespace))) {
    const shown = JSON.stringify(name.subarray(0, 64).toString("utf8"));
    throw new SshFormatError(`was made for the namespace ${shown}, not for \`${namespace}\``);
  }
  if (reserved.length > 0) throw new SshFormatError("uses a field that is reserved");
  if (!hashes.includes(hash)) throw new SshFormatError(`is of a ${hash} digest, which is none of ${hashes.join(", ")}`);
  const reading = readSshKeyBlob(keyBlob);
  if ("problem" in reading) throw new SshFormatError(`is by a key that ${reading.problem}`);

  const digest = createHash(hash).update(message).digest();
  const signed = Buffer.concat([magic, ...[name, reserved, Buffer.from(hash), digest].map(writeSshString)]);
  if (isSignedBy(reading.key, signature, signed)) return { signed: true, key: reading.key };
  throw new SshFormatError("is not one of this text: the text or the signature was changed");
}
