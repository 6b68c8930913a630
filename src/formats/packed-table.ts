/**
 * Entries in the order of their keys, as bytes that all threads share: a large table goes to another thread for nothing. A key may
 * come more than once; entries of one key keep their order.
 */
export interface PackedTable {
  readonly buffer: SharedArrayBuffer;
}

export interface Table {
  readonly size: number;
  /** The index of the first entry whose key is not less (by UTF-16 code units); `size` where there is none. */
  firstFrom(key: string): number;
  keyAt(index: number): string;
  valueAt(index: number): string;
  /** All values of one key. */
  values(key: string): readonly string[];
}

export type TableEntry = readonly [key: string, value: string];

/** How many entries there are, then for each where its key and its value end among the bytes that follow. 32 bits each. */
const wordBytes = 4;

export function packTable(entries: readonly TableEntry[]): PackedTable {
  const sorted = isSorted(entries) ? entries : entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const text = sorted.map(([key, value]) => key + value).join("");
  const head = (1 + 2 * sorted.length) * wordBytes;
  const buffer = new SharedArrayBuffer(head + Buffer.byteLength(text));
  const words = new Uint32Array(buffer, 0, head / wordBytes);
  Buffer.from(buffer, head).write(text, "utf8");
  words[0] = sorted.length;
  let end = 0;
  for (const [index, [key, value]] of sorted.entries()) {
    end += Buffer.byteLength(key);
    words[1 + 2 * index] = end;
    end += Buffer.byteLength(value);
    words[2 + 2 * index] = end;
  }
  return { buffer };
}

function isSorted(entries: readonly TableEntry[]): boolean {
  return entries.every(([key], index) => index === 0 || (entries[index - 1]?.[0] ?? "") <= key);
}

export function openTable({ buffer }: PackedTable): Table {
  const [size = 0] = new Uint32Array(buffer, 0, 1);
  const ends = new Uint32Array(buffer, wordBytes, 2 * size);
  const bytes = Buffer.from(buffer, (1 + 2 * size) * wordBytes);
  const part = (index: number): string => bytes.toString("utf8", index === 0 ? 0 : ends[index - 1], ends[index]);
  const keyAt = (index: number): string => part(2 * index);
  const valueAt = (index: number): string => part(2 * index + 1);
  const firstFrom = (key: string): number => {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keyAt(middle) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    size,
    firstFrom,
    keyAt,
    valueAt,
    values(key) {
      const found: string[] = [];
      for (let index = firstFrom(key); index < size && keyAt(index) === key; index += 1) found.push(valueAt(index));
      return found;
    },
  };
}

/** All entries, in order. */
export function* entriesOf(table: Table): Generator<TableEntry> {
  for (let index = 0; index < table.size; index += 1) yield [table.keyAt(index), table.valueAt(index)];
}
