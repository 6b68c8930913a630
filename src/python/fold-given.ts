import { foldCall, foldPercent } from "./code/fold-format.ts";
import { readLiteral } from "./code/read-literal.ts";
import { sliceText } from "./code/slice-text.ts";
import { foldString } from "./python-literal.ts";
import { fieldOf, fieldsOf, firstOf, namedOf, operatorOf, type RawNode } from "./syntax/raw-node.ts";

type TextOf = (node: RawNode) => string;

/**
 * The text that somebody wrote for a value: also bytes, `"…".strip()`, `"…"[::-1]`, `"%s" % "…"`, `b64decode("…")`, and the second
 * choice of `x or "…"`. Throws `RangeError` where thousands of literals are joined.
 */
export function foldGiven(node: RawNode | null, textOf: TextOf): string | null {
  const inner = (child: RawNode | null | undefined): string | null => foldGiven(child ?? null, textOf);
  switch (node?.type) {
    case "string":
      return foldString(node, textOf) ?? bytesOf(node, textOf);
    case "parenthesized_expression":
      return namedOf(node).length === 1 ? inner(firstOf(node)) : null;
    case "boolean_operator":
      return inner(fieldOf(node, "right"));
    case "binary_operator":
      return operatorOf(node) === "%" ? foldPercent(node, textOf, inner) : foldString(node, textOf);
    case "subscript": {
      const [slice, ...more] = fieldsOf(node, "subscript");
      const base = slice === undefined || more.length > 0 ? null : inner(fieldOf(node, "value"));
      return base === null || slice === undefined ? null : sliceText(base, textOf(slice));
    }
    case "call":
      return foldCall(node, textOf, inner) ?? decodedBy(node, textOf, inner);
    default:
      return foldString(node, textOf);
  }
}

function bytesOf(node: RawNode, textOf: TextOf): string | null {
  const literal = readLiteral(node, textOf);
  const [only = "", ...more] = literal?.parts ?? [];
  return literal?.isBytes === true && typeof only === "string" && more.length === 0 ? only : null;
}

/** `base64.b64decode("…")` of a text. */
function decodedBy(node: RawNode, textOf: TextOf, inner: (child: RawNode | undefined) => string | null): string | null {
  const [callee, given] = [fieldOf(node, "function"), fieldOf(node, "arguments")];
  if (callee === null || given === null || !/(?:^|\.)b64decode$/.test(textOf(callee).slice(-40))) return null;
  const encoded = inner(namedOf(given)[0]);
  if (encoded === null || encoded.length > 10_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return null;
  const plain = Buffer.from(encoded, "base64").toString("latin1");
  return /^[ -~]+$/.test(plain) ? plain : null;
}

/** A sum with `{}` for each part that is no constant; `null` of what is none. */
export function foldSumLoosely(node: RawNode, textOf: TextOf): string | null {
  const parts: string[] = [];
  let left: RawNode | null = node;
  for (; left?.type === "binary_operator"; left = fieldOf(left, "left")) {
    if (operatorOf(left) !== "+") break;
    parts.push(foldGiven(fieldOf(left, "right"), textOf) ?? "{}");
  }
  if (parts.length === 0) return null;
  parts.push(foldGiven(left, textOf) ?? "{}");
  return parts.reverse().join("");
}
