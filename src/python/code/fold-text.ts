import { fieldOf, firstOf, namedOf, operatorOf, type RawNode } from "../syntax/raw-node.ts";
import { lookUp, type Scope } from "./code-scope.ts";
import { nameOf } from "./collect-code.ts";
import { readLiteral } from "./read-literal.ts";

const longest = 10_000;
const mostDepth = 30;

export type FoldText = (node: RawNode | null, scope: Scope) => string | null;

/**
 * Makes what folds a text that is put together from constants alone: `"sys" + "tem"`, `"".join(["e", "val"])`, `"lave"[::-1]`,
 * names bound once. Each node is folded once.
 */
export function createFolder(text: (node: RawNode) => string): FoldText {
  const known = new Map<RawNode, string | null>();
  let depth = 0;
  return function fold(node, scope) {
    if (node === null || depth > mostDepth) return null;
    const before = known.get(node);
    if (before !== undefined) return before;
    known.set(node, null); // met again while it is being folded
    depth += 1;
    const folded = foldOne(node, scope, text, fold);
    depth -= 1;
    known.set(node, folded);
    return folded;
  };
}

function foldOne(node: RawNode, scope: Scope, text: (node: RawNode) => string, fold: FoldText): string | null {
  const inner = (child: RawNode | null | undefined, at = scope): string | null => fold(child ?? null, at);
  switch (node.type) {
    case "string": {
      const parts = readLiteral(node, text);
      if (parts === null) return null;
      return join(parts.parts.map((part) => (typeof part === "string" ? part : null)));
    }
    case "concatenated_string":
      return join(namedOf(node).map((one) => inner(one)));
    case "parenthesized_expression":
      return namedOf(node).length === 1 ? inner(firstOf(node)) : null;
    case "binary_operator":
      return operatorOf(node) === "+" ? join([inner(fieldOf(node, "left")), inner(fieldOf(node, "right"))]) : null;
    case "identifier": {
      const bindings = lookUp(scope, nameOf(node, text));
      const [only] = bindings;
      return bindings.length === 1 && only?.kind === "value" ? inner(only.node, only.scope) : null;
    }
    case "subscript": {
      const isReversed = /^\[\s*:\s*:\s*-\s*1\s*\]$/.test(
        text(node).slice((fieldOf(node, "value")?.end ?? 0) - node.start),
      );
      const base = isReversed ? inner(fieldOf(node, "value")) : null;
      return base === null ? null : [...base].reverse().join("");
    }
    case "call":
      return foldJoin(node, inner);
    default:
      return null;
  }
}

function foldJoin(node: RawNode, inner: (child: RawNode | null | undefined) => string | null): string | null {
  const callee = fieldOf(node, "function");
  const isJoin = callee?.type === "attribute" && namedOf(callee).at(-1)?.field === "attribute";
  const given = fieldOf(node, "arguments");
  const [only, ...more] = given === null ? [] : namedOf(given);
  if (!isJoin || only === undefined || more.length > 0 || !/^(list|tuple|set)$/.test(only.type)) return null;
  const separator = inner(fieldOf(callee, "object"));
  const parts = namedOf(only).map((one) => inner(one));
  return separator === null ? null : join(parts, separator);
}

function join(parts: readonly (string | null)[], separator = ""): string | null {
  if (!parts.every((part) => part !== null)) return null;
  const all = parts.join(separator);
  return all.length > longest ? null : all;
}
