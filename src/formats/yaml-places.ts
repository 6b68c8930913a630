import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";
import type { Position, Span } from "../domain/finding.ts";

export type YamlPath = readonly (string | number)[];

/** Where things stand in a document. */
export interface YamlPlaces {
  /** Where the value stands, or its key; the nearest enclosing place when there is no such value. */
  spanOf(at: YamlPath, part?: "key" | "value"): Span;
  /** Of offsets into the text, the end exclusive. */
  spanOfRange(from: number, to: number): Span;
}

/** Finds places in a document of a text, which may hold several. */
export function createPlaces(document: Document.Parsed, text: string, lines: LineCounter): YamlPlaces {
  const spanOfRange = (from: number, to: number): Span => ({
    start: positionAt(lines, from),
    end: positionAt(lines, Math.max(to, from + 1)),
  });
  const root = document.contents;
  const resolve = (node: unknown): Node | null => (isAlias(node) ? (node.resolve(document) ?? null) : asNode(node));
  const spanOf = (at: YamlPath, part: "key" | "value" = "value"): Span => {
    const place = findPlace(asNode(root), at, part, resolve);
    const range = place?.range ?? [0, 1, 1];
    return spanOfRange(range[0], endOfFirstLine(text, range[0], range[1]));
  };
  return { spanOf, spanOfRange };
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
      ? inside.items.findLast((item) => keyOf(item) === String(step)) // of a key that is set twice the last one holds
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
