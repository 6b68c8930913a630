/** One file of a ZIP archive, as its directory tells. */
export interface ZipEntry {
  /** With `/`, relative to the archive. */
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc: number;
  readonly size: number;
  /** What is stored of it, as it stands in the archive. */
  readonly stored: Uint8Array;
}

/** Its files, or why it is not read: in words that follow on "the archive". */
export type ZipReading = { readonly entries: readonly ZipEntry[] } | { readonly problem: string };

export interface ZipLimits {
  readonly files: number;
  /** Of all files together, unpacked, in bytes. */
  readonly bytes: number;
  /** How many times larger it may become. */
  readonly ratio: number;
}

const endSize = 22;
const endSignature = 0x06054b50;
/** So far before the end of a file Python looks for the end of an archive. In bytes. */
export const zipEndBytes = endSize + 0xffff;

/** Whether Python could take a file for a ZIP archive, by its last `zipEndBytes` at least: something may stand before and behind it. */
export function mayEndZip(tail: Uint8Array): boolean {
  const { buffer, byteOffset, byteLength } = tail;
  return Buffer.from(buffer, byteOffset, byteLength).subarray(-zipEndBytes).includes("PK\x05\x06", 0, "latin1");
}

/** Whether a file begins as an archive does, with nothing before it. */
export function beginsAsZip(content: Uint8Array): boolean {
  return ["504b0304", "504b0506"].includes(Buffer.from(content.subarray(0, 4)).toString("hex"));
}

const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

/**
 * Reads the directory of a ZIP archive. Only what every reader takes for the same is read: one directory, no file twice or within another,
 * no encryption. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function readZipDirectory(content: Uint8Array, limits: ZipLimits): ZipReading {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const end = findEnd(view);
  if (typeof end === "string") return { problem: end };
  const { count, start } = end;
  if (count > limits.files) return { problem: `has ${count} files; at most ${limits.files} are read` };
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = start;
  let bytes = 0;
  let stored = 0;
  for (let index = 0; index < count; index += 1) {
    const read = readEntry(view, at, end);
    if (typeof read === "string") return { problem: read };
    at = read.next;
    const { entry } = read;
    if (entry === null) continue; // a folder
    if (names.has(entry.name)) return { problem: "has two files of one name" };
    names.add(entry.name);
    bytes += entry.size;
    stored += entry.stored.length;
    if (stored > content.length) return { problem: "has files within each other" };
    if (bytes > limits.bytes || bytes > limits.ratio * content.length)
      return { problem: `unpacks to more than ${describeMost(limits, content.length)} MB` };
    entries.push(entry);
  }
  return at === end.at ? { entries } : { problem: "has a directory that does not end where it should" };
}

function describeMost({ bytes, ratio }: ZipLimits, length: number): string {
  return (Math.min(bytes, ratio * length) / 1024 / 1024).toFixed(1);
}

interface End {
  readonly at: number;
  readonly start: number;
  readonly count: number;
}

function findEnd(view: DataView): End | string {
  const first = Math.max(0, view.byteLength - endSize - 0xffff);
  const found: number[] = [];
  for (let at = view.byteLength - endSize; at >= first; at -= 1)
    if (view.getUint32(at, true) === endSignature) found.push(at);
  const [at] = found;
  if (at === undefined) return "has no directory";
  if (found.length > 1 || at + endSize + view.getUint16(at + 20, true) !== view.byteLength)
    return "has an end that is not clear";
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const start = view.getUint32(at + 16, true);
  const isParted = view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== count;
  if (isParted || count === 0xffff || start === 0xffffffff) return "is of a form that is not read (ZIP64, or parted)";
  return start + size === at ? { at, start, count } : "has something before its files";
}

function readEntry(view: DataView, at: number, { at: end }: End): { entry: ZipEntry | null; next: number } | string {
  if (at + 46 > end || view.getUint32(at, true) !== entrySignature) return "has a broken directory";
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [crc, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true));
  const [nameSize = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
  const next = at + 46 + nameSize + extra + comment;
  const name = next > end ? null : readName(view, at + 46, nameSize, flags);
  if (name === null) return "has a file whose name is not plain";
  if (packed === undefined || size === undefined || crc === undefined || packed === 0xffffffff || size === 0xffffffff)
    return "is of a form that is not read (ZIP64)";
  if ((flags & 0x2041) !== 0) return "is encrypted";
  if (name.endsWith("/")) return size === 0 ? { entry: null, next } : "has a folder with content";
  if (method !== 0 && method !== 8) return "is compressed in a way that Python does not import";
  const stored = readStored(view, view.getUint32(at + 42, true), { packed, end, name });
  if (stored === null) return "has a file that does not stand where its directory says";
  return { entry: { name, isDeflated: method === 8, crc, size, stored }, next };
}

function readStored(
  view: DataView,
  at: number,
  { packed, end, name }: { packed: number; end: number; name: string },
): Uint8Array | null {
  if (at + 30 > end || view.getUint32(at, true) !== localSignature) return null;
  const nameSize = view.getUint16(at + 26, true);
  const from = at + 30 + nameSize + view.getUint16(at + 28, true);
  if (from + packed > end || readName(view, at + 30, nameSize, view.getUint16(at + 6, true)) !== name) return null;
  return new Uint8Array(view.buffer, view.byteOffset + from, packed);
}

/** A path within the archive; `null` for one that leaves it, or that readers may take for different ones. */
function readName(view: DataView, at: number, size: number, flags: number): string | null {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, Math.min(size, view.byteLength - at));
  const isUtf8 = (flags & 0x800) !== 0;
  if (!isUtf8 && bytes.some((byte) => byte > 0x7e)) return null;
  const name = new TextDecoder().decode(bytes);
  const isPlain = !/[\\\ufffd]|^[A-Za-z]:/.test(name) && bytes.every((byte) => byte >= 0x20);
  const steps = name.replace(/\/$/, "").split("/");
  return isPlain && steps.every((step) => step !== "" && step !== "." && step !== "..") ? name : null;
}
