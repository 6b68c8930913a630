import { LineCounter, parseDocument } from "yaml";
import type { Span } from "../domain/finding.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import { findFlaws, tooDeep, toPlainData, UnsafeYaml } from "./yaml-flaws.ts";
import { createPlaces, type YamlPath } from "./yaml-places.ts";

/** No file that people write for Countersign comes near it, and a larger one only costs time. In bytes. */
export const maxYamlBytes = 1024 * 1024;

/** How many aliases there are was looked after before. */
const tolerant = { maxAliases: Number.POSITIVE_INFINITY, isTolerant: true };

export type { YamlPath };

/** A YAML document as plain data that remembers where each value and key stands. */
export interface YamlDocument {
  readonly path: string;
  readonly value: unknown;
  /** Where the value stands, or its key; the nearest enclosing place when there is no such value. */
  spanOf(at: YamlPath, part?: "key" | "value"): Span;
}

export type YamlReading =
  | { readonly document: YamlDocument }
  | {
      readonly problems: readonly [FormatProblem, ...FormatProblem[]];
      /** The document all the same, where all that is wrong is keys that are set twice: of these the last one's value. */
      readonly lenient?: YamlDocument;
    };

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
  const { spanOf, spanOfRange } = createPlaces(document, text, lines);
  const last = Math.max(text.trimEnd().length - 1, 0); // what is missing at the end is shown on the last line with text
  const flaws = findFlaws(document);
  const [first, ...rest] = flaws.map(({ from, to, message }) =>
    problemAt(path, spanOfRange(Math.min(from, last), from > last ? last + 1 : to), message),
  );
  const read = (): YamlDocument => ({ path, value: toPlainData(document), spanOf });
  if (first === undefined) return { document: read() };
  const isReadable = findFlaws(document, tolerant).length === 0;
  return { problems: [first, ...rest], ...(isReadable ? { lenient: read() } : {}) };
}
