import { fieldOf, fieldsOf, firstOf, namedOf, operatorOf, type RawNode } from "../syntax/raw-node.ts";
import { nameOf } from "./bind-names.ts";
import { lookUp, type Scope } from "./code-scope.ts";
import { foldCall, foldPercent } from "./fold-format.ts";
import { readLiteral } from "./read-literal.ts";
import { sliceText } from "./slice-text.ts";

const longest = 10_000;
const mostDepth = 30;
/** Characters of all texts that are put together, in a module. */
const mostMade = 2_000_000;

export type FoldText = (node: RawNode | null, scope: Scope) => string | null;

/** Folds what stands in the same scope. */
export type FoldInner = (node: RawNode | null | undefined) => string | null;

/**
 * Makes what folds a text that is put together from constants alone: `"sys" + "tem"`, `"".join(["e", "val"])`, `"lave"[::-1]`,
 * `"%s%s" % ("ev", "al")`, `f"{'ev'}al"`, names bound once. Each node is folded once.
 */
export function createFolder(text: (node: RawNode) => string): FoldText {
  const known = new Map<RawNode, string | null>();
  let [depth, made] = [0, 0];
  return function fold(node, scope) {
    if (node === null || depth > mostDepth) return null;
    const before = known.get(node);
    if (before !== undefined) return before;
    known.set(node, null); // met again while it is being folded
    depth += 1;
    const inner: FoldInner = (child) => fold(child ?? null, scope);
    const folded = isSum(node) ? foldSum(node, inner, known) : foldOne(node, scope, text, { fold, inner });
    depth -= 1;
    if (node.type !== "string") made += folded?.length ?? 0;
    const bounded = folded !== null && (folded.length > longest || made > mostMade) ? null : folded;
    known.set(node, bounded);
    return bounded;
  };
}

function isSum(node: RawNode): boolean {
  return node.type === "binary_operator" && operatorOf(node) === "+";
}

/** `a + b + c + …` of any length, without recursion. The sums of a part that cannot be folded cannot either. */
function foldSum(node: RawNode, inner: FoldInner, known: Map<RawNode, string | null>): string | null {
  const sums: RawNode[] = [];
  let left: RawNode | null = node;
  for (; left !== null && isSum(left); left = fieldOf(left, "left")) sums.push(left);
  let folded = inner(left);
  for (const sum of sums.toReversed()) {
    const right: string | null = folded === null ? null : inner(fieldOf(sum, "right"));
    folded = folded === null || right === null || folded.length > longest ? null : folded + right;
    if (folded === null) known.set(sum, null);
  }
  return folded;
}

function foldOne(
  node: RawNode,
  scope: Scope,
  text: (node: RawNode) => string,
  { fold, inner }: { readonly fold: FoldText; readonly inner: FoldInner },
): string | null {
  switch (node.type) {
    case "string":
      return foldLiteral(node, text, inner);
    case "concatenated_string":
      return join(namedOf(node).map(inner));
    case "parenthesized_expression":
      return namedOf(node).length === 1 ? inner(firstOf(node)) : null;
    case "binary_operator":
      return operatorOf(node) === "%" ? foldPercent(node, text, inner) : null;
    case "identifier": {
      const bindings = lookUp(scope, nameOf(node, text));
      const [only] = bindings;
      return bindings.length === 1 && only?.kind === "value" ? fold(only.node, only.scope) : null;
    }
    case "attribute":
      return /^os\.(?:path\.)?sep$/.test(text(node)) ? "/" : null;
    case "subscript": {
      const [slice, ...more] = fieldsOf(node, "subscript");
      const base = slice === undefined || more.length > 0 ? null : inner(fieldOf(node, "value"));
      return base === null || slice === undefined ? null : sliceText(base, text(slice));
    }
    case "call":
      return foldCall(node, text, inner);
    default:
      return null;
  }
}

function foldLiteral(node: RawNode, text: (node: RawNode) => string, inner: FoldInner): string | null {
  const literal = readLiteral(node, text);
  if (literal === null) return null;
  return join(
    literal.parts.map((part) =>
      typeof part === "string" ? part : part.type === "integer" ? wholeNumber(text(part)) : inner(part),
    ),
  );
}

/** As Python shows it; `null` for what is no whole number. */
export function wholeNumber(written: string): string | null {
  const plain = written.replaceAll("_", "");
  return /^(?:0[xob][\da-f]+|\d+)$/i.test(plain) && plain.length < 40 ? String(BigInt(plain)) : null;
}

export function join(parts: readonly (string | null)[], separator = ""): string | null {
  let length = 0;
  for (const part of parts) {
    if (part === null) return null;
    length += part.length + separator.length;
    if (length > longest) return null;
  }
  return parts.join(separator);
}
