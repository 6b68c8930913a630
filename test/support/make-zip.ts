import { crc32, deflateRawSync } from "node:zlib";

export interface ZipFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What the directory says instead. */
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
  readonly method?: number;
  /** The name that stands before the content. */
  readonly localName?: string;
}

/** A ZIP archive as a program would write it, but for what a file says otherwise. */
export function makeZip(files: readonly ZipFile[], { before = "", comment = "" } = {}): Buffer {
  const parts: Buffer[] = [Buffer.from(before)];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const content = Buffer.from(file.content);
    const method = file.method ?? 8;
    const stored = method === 8 ? deflateRawSync(content) : content;
    const fields = (name: Buffer): Buffer => {
      const head = Buffer.alloc(26);
      head.writeUInt16LE(20, 0);
      head.writeUInt16LE(file.flags ?? 0x800, 2);
      head.writeUInt16LE(method, 4);
      head.writeUInt32LE(file.crc ?? crc32(content), 10);
      head.writeUInt32LE(stored.length, 14);
      head.writeUInt32LE(file.size ?? content.length, 18);
      head.writeUInt16LE(name.length, 22);
      return head;
    };
    const [name, localName] = [Buffer.from(file.name), Buffer.from(file.localName ?? file.name)];
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), fields(localName), localName, stored]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("504b01021400", "hex"), fields(name), rest, name);
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("504b0506", "hex");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, entries, end, Buffer.from(comment)]);
}
