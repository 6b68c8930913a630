/** Bytes that are not what SSH's binary form says they are. The message continues "it …". */
export class SshFormatError extends Error {
  override readonly name = "SshFormatError";
}

/** Reads SSH's binary form from the start (RFC 4251, section 5). Each call throws `SshFormatError` where the bytes end too early. */
export interface SshReader {
  readByte(): number;
  readUint32(): number;
  readString(): Buffer;
  /** Printable ASCII alone. */
  readName(): string;
  /** A positive number in its one shortest form, without the zero that only keeps it positive. */
  readMpint(): Buffer;
  /** What is left must be nothing. */
  end(): void;
}

export function openSshReader(bytes: Buffer): SshReader {
  let at = 0;

  function take(length: number): Buffer {
    if (length > bytes.length - at) throw new SshFormatError("ends too early");
    at += length;
    return bytes.subarray(at - length, at);
  }

  const readUint32 = (): number => take(4).readUInt32BE();
  const readString = (): Buffer => take(readUint32());
  return {
    readByte: () => take(1).readUInt8(),
    readUint32,
    readString,
    readName() {
      const text = readString().toString("latin1");
      if (!/^[\x21-\x7e]{1,128}$/.test(text)) throw new SshFormatError("has a name that is not printable ASCII");
      return text;
    },
    readMpint() {
      const number = readString();
      const [first = 0, second = 0] = number;
      if (number.length === 0 || first >= 0x80) throw new SshFormatError("has a number that is not positive");
      if (first !== 0) return number;
      if (second < 0x80) throw new SshFormatError("has a number with needless zeros");
      return number.subarray(1);
    },
    end() {
      if (at !== bytes.length) throw new SshFormatError("goes on after its end");
    },
  };
}

/** A length and the bytes. */
export function writeSshString(bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

/** Decodes base64 in its one usual form, padded; `null` for anything else. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return text !== "" && bytes.toString("base64") === text ? bytes : null;
}
