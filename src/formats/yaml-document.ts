import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { Position, Span } from "../domain/finding.ts";
import { quoteName } from "./did-you-mean.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";

/** No file that people write for Countersign comes near it, and a larger one only costs time. In bytes. */
export const maxYamlBytes = 1024 * 1024;

/** No file that people write needs more. YAML bombs need few levels but many aliases. */
const maxAliases = 50;

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
    if (error instanceof TooManyAliases) return { problems: [problemAt(path, start, error.message)] };
    if (error instanceof RangeError) {
      return { problems: [problemAt(path, start, "The file is nested too deeply to be read.")] };
    }
    throw error;
  }
}

function parse(text: string, path: string): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    version: "1.2",
    logLevel: "error",
  });
  const spanOfRange = (from: number, to: number): Span => ({
    start: positionAt(lines, from),
    end: positionAt(lines, Math.max(to, from + 1)),
  });

  const [first, ...rest] = selectErrors(document.errors).map((error) =>
    problemAt(path, spanOfRange(error.pos[0], error.pos[1]), describeError(error, text)),
  );
  if (first !== undefined) return { problems: [first, ...rest] };

  const dangling = findDanglingAlias(document);
  if (dangling !== null) {
    const span = spanOfRange(dangling.from, dangling.to);
    return { problems: [problemAt(path, span, `The alias ${quoteName(`*${dangling.name}`)} names no anchor.`)] };
  }

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

function findDanglingAlias(document: Document): { name: string; from: number; to: number } | null {
  let found: { name: string; from: number; to: number } | null = null;
  let count = 0;
  visit(document, {
    Alias(_, alias) {
      count += 1;
      if (count > maxAliases) throw new TooManyAliases();
      if (alias.resolve(document) !== undefined) return undefined;
      found = { name: alias.source, from: alias.range?.[0] ?? 0, to: alias.range?.[1] ?? 1 };
      return visit.BREAK;
    },
  });
  return found;
}

class TooManyAliases extends Error {
  override readonly name = "TooManyAliases";

  constructor(options?: ErrorOptions) {
    super("The file uses so many aliases (`*name`) that it cannot be read safely; write the values out.", options);
  }
}

function toPlainData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (cause) {
    if (cause instanceof ReferenceError) throw new TooManyAliases({ cause }); // what `yaml` throws of an alias bomb
    throw cause;
  }
}

/** One error of the grammar is enough, as what follows it is guesswork; of duplicate keys each is told. */
function selectErrors(errors: readonly YAMLError[]): readonly YAMLError[] {
  const grammar = errors.find((error) => error.code !== "DUPLICATE_KEY");
  return grammar === undefined ? errors : [grammar];
}

function describeError(error: YAMLError, text: string): string {
  switch (error.code) {
    case "DUPLICATE_KEY": {
      const key = /^[^\s:]{1,60}/.exec(text.slice(error.pos[0], error.pos[0] + 61))?.[0] ?? "key";
      return `The key ${quoteName(key)} is set twice.`;
    }
    case "TAB_AS_INDENT":
      return "The file is not YAML: a tab is used for indentation; use spaces.";
    case "RESOURCE_EXHAUSTION":
      return "The file is nested too deeply to be read.";
    case "MULTIPLE_DOCS":
      return "The file holds several YAML documents; only one is expected.";
    default:
      return `The file is not YAML: ${firstSentence(error.message)}`;
  }
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

function firstSentence(message: string): string {
  const line = (message.split("\n")[0] ?? "").trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
