import type { NamedString } from "./dag-model.ts";
import { foldString } from "./python-literal.ts";
import { createSpans } from "./spans.ts";
import { fieldOf, fieldsOf, namedOf, type RawNode, type SourceTree } from "./syntax/raw-node.ts";

interface Placed {
  readonly node: RawNode;
  /** What is called, where this is an argument of a call. */
  readonly callee: RawNode | null;
}

const forms: ReadonlySet<string> = new Set([
  "assignment",
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
]);

/** Finds string constants that are given to a name, wherever in the module they stand. `source` is the text that was parsed. */
export function readNamedStrings({ root }: SourceTree, source: string): readonly NamedString[] {
  const textOf = ({ start, end }: RawNode): string => source.slice(start, end);
  const fold = (node: RawNode | null): string | null => foldQuietly(node, textOf);
  const spanOf = createSpans(source);
  const found: NamedString[] = [];
  const waiting: Placed[] = [{ node: root, callee: null }];
  for (let placed = waiting.pop(); placed !== undefined; placed = waiting.pop()) {
    const { node, callee } = placed;
    if (forms.has(node.type)) {
      const value = fieldOf(node, node.type === "assignment" ? "right" : "value");
      const text = value === null || !texts.has(value.type) ? null : fold(value);
      const name = text === null ? null : nameOf(node, textOf, fold);
      if (value !== null && text !== null && name !== null)
        found.push({
          ...name,
          callee: callee === null ? null : textOf(callee).slice(0, 200),
          value: text,
          span: spanOf(value),
        });
    }
    const called = node.type === "call" ? fieldOf(node, "function") : null;
    for (const child of namedOf(node).toReversed())
      waiting.push({ node: child, callee: calleeFor(child, placed, called) });
  }
  return found;
}

/** The list of a call's arguments knows what is called, and each argument by keyword in it. */
function calleeFor(child: RawNode, { node, callee }: Placed, called: RawNode | null): RawNode | null {
  if (child.type === "argument_list") return called;
  return node.type === "argument_list" && child.type === "keyword_argument" ? callee : null;
}

function nameOf(
  node: RawNode,
  textOf: (node: RawNode) => string,
  fold: (node: RawNode | null) => string | null,
): Pick<NamedString, "name" | "form"> | null {
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

function foldQuietly(node: RawNode | null, textOf: (node: RawNode) => string): string | null {
  try {
    return foldString(node, textOf);
  } catch (error) {
    if (error instanceof RangeError) return null; // thousands of literals joined with `+`
    throw error;
  }
}
