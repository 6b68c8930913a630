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

/** Who writes more keys or strings in ways that are not found again gets no places for them. */
const mostMisses = 50;

/**
 * Finds strings of a TOML text again, for their spans: each the first time behind the last one found, else anywhere. A string
 * written with escapes is not found, and stands at the start of the file.
 */
export function locator(text: string, from = 0): (value: string) => Span {
  const starts = listLineStarts(text);
  let at = from;
  let misses = 0;
  return (value) => {
    if (misses >= mostMisses) return startOfFile;
    for (const quoted of [`"${value}"`, `'${value}'`]) {
      const ahead = text.indexOf(quoted, at);
      const found = ahead === -1 ? text.indexOf(quoted, from) : ahead;
      if (found === -1) continue;
      at = found + quoted.length;
      return spanOfOffsets(starts, found + 1, at - 1);
    }
    misses += 1;
    return startOfFile;
  };
}

/** Finds keys at the beginnings of lines, behind an offset. */
export function keyLocator(text: string, from: number): (key: string) => Span {
  const starts = listLineStarts(text);
  let misses = 0;
  return (key) => {
    const at = misses < mostMisses ? findKey(text, key, from) : null;
    if (at === null) misses += 1;
    return at === null ? startOfFile : spanOfOffsets(starts, at.start, at.end);
  };
}

function findKey(text: string, key: string, from: number): { readonly start: number; readonly end: number } | null {
  for (const one of [`\n${key}`, `\n"${key}"`]) {
    for (let at = text.indexOf(one, from); at !== -1; at = text.indexOf(one, at + 1)) {
      if (!/^\s*[=.]/.test(text.slice(at + one.length, at + one.length + 50))) continue;
      return { start: at + 1, end: at + one.length };
    }
  }
  return null;
}
