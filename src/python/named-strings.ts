import type { NamedString } from "./dag-model.ts";
import { foldGiven, foldSumLoosely } from "./fold-given.ts";
import { keptText } from "./kept-texts.ts";
import { secondArgument, secondOfPair } from "./second-texts.ts";
import { createSpans } from "./spans.ts";
import { fieldOf, fieldsOf, namedOf, type RawNode, type SourceTree } from "./syntax/raw-node.ts";

interface Placed {
  readonly node: RawNode;
  /** What is called, where this is an argument of a call. */
  readonly callee: RawNode | null;
  /** Whether it is part of a text that was put together, and told as that. */
  readonly isMade: boolean;
}

const nameless = { name: "", form: "made", callee: null } as const;

const forms: ReadonlySet<string> = new Set([
  "assignment",
  "named_expression",
  "keyword_argument",
  "pair",
  "default_parameter",
  "typed_default_parameter",
]);

const texts: ReadonlySet<string> = new Set([
  "string",
  "concatenated_string",
  "parenthesized_expression",
  "binary_operator",
  "boolean_operator",
  "subscript",
  "call",
]);

/** What is looked at for a credential that is put together. */
const makers: ReadonlySet<string> = new Set(["binary_operator", "call", "concatenated_string"]);

/** Finds string constants that are given to a name, wherever in the module they stand. `source` is the text that was parsed. */
export function readNamedStrings({ root }: SourceTree, source: string): readonly NamedString[] {
  const textOf = ({ start, end }: RawNode): string => source.slice(start, end);
  const fold = (node: RawNode | null): string | null => foldQuietly(node, textOf);
  const spanOf = createSpans(source);
  const found: NamedString[] = [];
  const add = (given: Given | null): void => {
    const text = given !== null && texts.has(given.value.type) ? fold(given.value) : null;
    if (given !== null && text !== null) found.push({ ...given, value: text, span: spanOf(given.value) });
  };
  const waiting: Placed[] = [{ node: root, callee: null, isMade: false }];
  for (let placed = waiting.pop(); placed !== undefined; placed = waiting.pop()) {
    add(givenIn(placed, textOf, fold));
    add(secondIn(placed.node, textOf, fold));
    if (placed.node.type === "assignment") for (const one of givenPairwise(placed.node, textOf)) add(one);
    const made = placed.isMade ? null : madeOf(placed.node, textOf, fold);
    if (made !== null) found.push({ ...nameless, value: made, span: spanOf(placed.node) });
    const called = placed.node.type === "call" ? fieldOf(placed.node, "function") : null;
    const isMade = makers.has(placed.node.type) && (placed.isMade || made !== null);
    for (let index = placed.node.children.length - 1; index >= 0; index -= 1) {
      const child = placed.node.children[index];
      if (child?.isNamed && child.children.length > 0)
        waiting.push({ node: child, callee: calleeFor(child, placed, called), isMade });
    }
  }
  return found;
}

type TextOf = (node: RawNode) => string;
type Fold = (node: RawNode | null) => string | null;

/** Something that is given to a name, and may be a text. */
type Given = Pick<NamedString, "name" | "form" | "callee"> & { readonly value: RawNode };

function givenOf(node: RawNode): RawNode | null {
  return forms.has(node.type) ? fieldOf(node, node.type === "assignment" ? "right" : "value") : null;
}

function givenIn({ node, callee }: Placed, textOf: TextOf, fold: Fold): Given | null {
  const value = givenOf(node);
  const name = value === null || !texts.has(value.type) ? null : nameOf(node, textOf, fold);
  if (value === null || name === null) return null;
  return { ...name, callee: callee === null ? null : textOf(callee).slice(0, 200), value };
}

function secondIn(node: RawNode, textOf: TextOf, fold: Fold): Given | null {
  const pair = givenOf(node);
  const name = pair?.type === "tuple" ? nameOf(node, textOf, fold)?.name : undefined;
  const found =
    pair !== null && name !== undefined
      ? secondOfPair(name, pair)
      : node.type === "call"
        ? (secondArgument(node, textOf) ?? keptText(node, textOf, fold))
        : null;
  return found === null ? null : { form: "second", callee: null, ...found };
}

/** `user, password = "etl", "…"` */
function givenPairwise(node: RawNode, textOf: TextOf): readonly Given[] {
  const [left, right] = [fieldOf(node, "left"), fieldOf(node, "right")];
  if (left === null || right === null || !/_list$|tuple/.test(left.type) || !/_list$|tuple/.test(right.type)) return [];
  const values = namedOf(right);
  return namedOf(left).flatMap((target, index) => {
    const value = values[index];
    return target.type !== "identifier" || value === undefined
      ? []
      : [{ name: textOf(target), form: "assignment", callee: null, value }];
  });
}

/** A text that is put together from several, and may hold what no part of it shows. */
function madeOf(node: RawNode, textOf: TextOf, fold: Fold): string | null {
  if (!makers.has(node.type)) return null;
  return fold(node) ?? (node.type === "binary_operator" ? quietly(() => foldSumLoosely(node, textOf)) : null);
}

/** The list of a call's arguments knows what is called, and each argument by keyword in it. */
function calleeFor(child: RawNode, { node, callee }: Placed, called: RawNode | null): RawNode | null {
  if (child.type === "argument_list") return called;
  return node.type === "argument_list" && child.type === "keyword_argument" ? callee : null;
}

function nameOf(node: RawNode, textOf: TextOf, fold: Fold): Pick<NamedString, "name" | "form"> | null {
  const written = (of: RawNode | null, field: string): string => {
    const name = of === null ? null : fieldOf(of, field);
    return name === null ? "" : textOf(name);
  };
  if (node.type === "pair") {
    const key = fold(fieldOf(node, "key"));
    return key === null ? null : { name: key, form: "pair" };
  }
  if (node.type === "keyword_argument") return { name: written(node, "name"), form: "keyword" };
  if (node.type !== "assignment") return { name: written(node, "name"), form: "default" };

  const left = fieldOf(node, "left");
  if (left?.type === "identifier") return { name: textOf(left), form: "assignment" };
  if (left?.type === "attribute") return { name: written(left, "attribute"), form: "assignment" };
  if (left?.type !== "subscript") return null;
  const key = fold(fieldsOf(left, "subscript")[0] ?? null);
  return key === null ? null : { name: key, form: "subscript" };
}

function foldQuietly(node: RawNode | null, textOf: TextOf): string | null {
  return quietly(() => foldGiven(node, textOf));
}

function quietly(fold: () => string | null): string | null {
  try {
    return fold();
  } catch (error) {
    if (error instanceof RangeError) return null; // thousands of literals joined with `+`
    throw error;
  }
}
