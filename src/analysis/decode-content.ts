import type { Position } from "../domain/finding.ts";

export type DecodedContent =
  | { readonly text: string }
  /** It has NUL bytes early on, as no text has. */
  | { readonly binary: true }
  | { readonly undecodable: { readonly at: Position; readonly encoding: string } };

/** Makes text of a file's bytes: UTF-8 (a byte-order mark is dropped), or what a Python file's coding line names. */
export function decodeContent(content: Uint8Array, { isPython }: { isPython: boolean }): DecodedContent {
  if (!isPython && content.subarray(0, 8000).includes(0)) return { binary: true };
  const encoding = (isPython ? readCodingLine(content) : null) ?? "utf-8";
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(content) };
  } catch {
    return { undecodable: { at: findUndecodable(content), encoding } };
  }
}

/** Encodings that CPython and `TextDecoder` read alike. https://peps.python.org/pep-0263/ */
const encodings: Readonly<Record<string, string>> = {
  "latin-1": "latin1",
  "iso-8859-1": "latin1",
  "iso-8859-15": "iso-8859-15",
  cp1252: "windows-1252",
  "windows-1252": "windows-1252",
  "utf-8": "utf-8",
  utf8: "utf-8",
};

function readCodingLine(content: Uint8Array): string | null {
  const head = Buffer.from(content.subarray(0, 400)).toString("latin1").split("\n").slice(0, 2);
  for (const line of head) {
    const name = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/.exec(line)?.[1];
    if (name !== undefined) return encodings[name.toLowerCase().replaceAll("_", "-")] ?? null;
  }
  return null;
}

/** Where the first character stands that is not UTF-8. */
function findUndecodable(content: Uint8Array): Position {
  let low = 0;
  let high = content.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8Prefix(content.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  const before = new TextDecoder("utf-8").decode(content.subarray(0, low), { stream: true }); // without what is cut off
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - lineStart + 1 };
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
