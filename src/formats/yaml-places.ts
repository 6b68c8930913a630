import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
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
  const inside = openInside(document);
  const spanOf = (at: YamlPath, part: "key" | "value" = "value"): Span => {
    const place = findPlace(asNode(root), at, part, inside);
    const range = place?.range ?? [0, 1, 1];
    return spanOfRange(range[0], endOfFirstLine(text, range[0], range[1]));
  };
  return { spanOf, spanOfRange };
}

/** What is inside of nodes, each looked through once: a file may have as many places to be told of as it has lines. */
interface Inside {
  /** The node that an alias stands for; any other itself. */
  resolve(node: unknown): Node | null;
  find(map: YAMLMap, key: string): Pair | undefined;
}

function openInside(document: Document.Parsed): Inside {
  const aliases = new Map<Alias, Node | null>();
  const maps = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  return {
    resolve(node) {
      if (!isAlias(node)) return asNode(node);
      const known = aliases.get(node);
      if (known !== undefined) return known;
      const found = node.resolve(document) ?? null;
      aliases.set(node, found);
      return found;
    },
    find(map, key) {
      const known = maps.get(map) ?? new Map(map.items.map((item) => [keyOf(item), item])); // of a key that is set twice the last one holds
      maps.set(map, known);
      return known.get(key);
    },
  };
}

function findPlace(root: Node | null, at: YamlPath, part: "key" | "value", { resolve, find }: Inside): Node | null {
  let place = root;
  let inside = root;
  for (const [index, step] of at.entries()) {
    const isLast = index === at.length - 1;
    const pair = isMap(inside) ? find(inside, String(step)) : undefined;
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
