import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import type { Position, Span } from "../domain/finding.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import { findFlaws, tooDeep, toPlainData, UnsafeYaml } from "./yaml-flaws.ts";

/** No file that people write for Countersign comes near it, and a larger one only costs time. In bytes. */
export const maxYamlBytes = 1024 * 1024;

export type YamlPath = readonly (string | number)[];

/** A YAML document as plain data that remembers where each value and key stands. */
export interface YamlDocument {
  readonly path: string;
  readonly value: unknown;
  /** Where the value stands, or its key; the nearest enclosing place when there is no such value. */
  spanOf(at: YamlPath, part?: "key" | "value"): Span;
}

export type YamlReading =
  | { readonly document: YamlDocument }
  | { readonly problems: readonly [FormatProblem, ...FormatProblem[]] };

/** Reads one YAML 1.2 document (core schema: dates stay text). Never throws. */
export function readYaml(text: string, path: string): YamlReading {
  const start: Span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const bytes = text.length > maxYamlBytes ? text.length : Buffer.byteLength(text);
  if (bytes > maxYamlBytes) {
    const megabytes = (bytes / 1024 / 1024).toFixed(1);
    return { problems: [problemAt(path, start, `The file has ${megabytes} MB; at most 1 MB is read.`)] };
  }
  try {
    return parse(text, path);
  } catch (error) {
    if (error instanceof UnsafeYaml) return { problems: [problemAt(path, start, error.message)] };
    if (error instanceof RangeError) {
      return { problems: [problemAt(path, start, tooDeep)] };
    }
    throw error;
  }
}

function parse(text: string, path: string): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false, // it compares each with each; `findFlaws` does not
    version: "1.2",
    logLevel: "error",
  });
  const spanOfRange = (from: number, to: number): Span => ({
    start: positionAt(lines, from),
    end: positionAt(lines, Math.max(to, from + 1)),
  });

  const last = Math.max(text.trimEnd().length - 1, 0); // what is missing at the end is shown on the last line with text
  const flaws = findFlaws(document);
  const [first, ...rest] = flaws.map(({ from, to, message }) =>
    problemAt(path, spanOfRange(Math.min(from, last), from > last ? last + 1 : to), message),
  );
  if (first !== undefined) return { problems: [first, ...rest] };

  const value = toPlainData(document);
  const root = document.contents;
  const resolve = (node: unknown): Node | null => (isAlias(node) ? (node.resolve(document) ?? null) : asNode(node));
  const spanOf = (at: YamlPath, part: "key" | "value" = "value"): Span => {
    const place = findPlace(asNode(root), at, part, resolve);
    const range = place?.range ?? [0, 1, 1];
    return spanOfRange(range[0], endOfFirstLine(text, range[0], range[1]));
  };
  return { document: { path, value, spanOf } };
}

function findPlace(
  root: Node | null,
  at: YamlPath,
  part: "key" | "value",
  resolve: (node: unknown) => Node | null,
): Node | null {
  let place = root;
  let inside = root;
  for (const [index, step] of at.entries()) {
    const isLast = index === at.length - 1;
    const pair: Pair | undefined = isMap(inside)
      ? inside.items.find((item) => keyOf(item) === String(step))
      : undefined;
    const child: unknown = isSeq(inside) ? inside.items[Number(step)] : pair?.value;
    if (child === undefined) return place;
    const key = asNode(pair?.key);
    place = (isLast && part === "key" ? key : asNode(child)) ?? key ?? place;
    inside = resolve(child);
  }
  return place;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** A finding underlines one line: a block of many lines is shown by its first. */
function endOfFirstLine(text: string, from: number, to: number): number {
  const lineEnd = text.indexOf("\n", from);
  return lineEnd === -1 ? to : Math.min(to, lineEnd);
}
