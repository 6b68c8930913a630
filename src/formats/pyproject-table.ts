import type { Span } from "../domain/finding.ts";
import { listLineStarts, spanOfOffsets, startOfFile } from "./text-positions.ts";

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The table at a path of keys, or `null`. */
export function tableAt(table: Table, path: readonly string[]): Table | null {
  let inside: unknown = table;
  for (const key of path) inside = isTable(inside) && Object.hasOwn(inside, key) ? inside[key] : null;
  return isTable(inside) ? inside : null;
}

/**
 * Finds strings of a TOML text again, for their spans: each the first time behind the last one found, else anywhere. A string
 * written with escapes is not found, and stands at the start of the file.
 */
export function locator(text: string, from = 0): (value: string) => Span {
  const starts = listLineStarts(text);
  let at = from;
  return (value) => {
    const quoted = [`"${value}"`, `'${value}'`];
    for (const begin of [at, from]) {
      const found = quoted.map((one) => text.indexOf(one, begin)).filter((index) => index !== -1);
      if (found.length === 0) continue;
      const first = Math.min(...found);
      at = first + value.length + 2;
      return spanOfOffsets(starts, first + 1, first + 1 + value.length);
    }
    return startOfFile;
  };
}

/** The span of a key at the beginning of a line, behind an offset. */
export function spanOfKey(text: string, key: string, from: number): Span {
  for (const one of [`\n${key}`, `\n"${key}"`]) {
    for (let at = text.indexOf(one, from); at !== -1; at = text.indexOf(one, at + 1)) {
      if (!/^\s*[=.]/.test(text.slice(at + one.length, at + one.length + 50))) continue;
      return spanOfOffsets(listLineStarts(text), at + 1, at + one.length);
    }
  }
  return startOfFile;
}
