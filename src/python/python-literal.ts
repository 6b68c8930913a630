import { decodeKnownEscapes } from "./escapes.ts";
import { fieldOf, firstOf, namedOf, operatorOf, type RawNode } from "./syntax/raw-node.ts";

/** What a node is written as. */
type TextOf = (node: RawNode) => string;

/** The value of a string expression that is constant: literals, adjacent literals, `+`, parentheses. */
export function foldString(node: RawNode | null, text: TextOf): string | null {
  switch (node?.type) {
    case "string":
      return decodeString(node, text);
    case "parenthesized_expression":
      return namedOf(node).length === 1 ? foldString(firstOf(node), text) : null;
    case "concatenated_string":
      return joinAll(namedOf(node).map((part) => foldString(part, text)));
    case "binary_operator":
      if (operatorOf(node) !== "+") return null;
      return joinAll([foldString(fieldOf(node, "left"), text), foldString(fieldOf(node, "right"), text)]);
    default:
      return null;
  }
}

function joinAll(parts: readonly (string | null)[]): string | null {
  return parts.every((part) => part !== null) ? parts.join("") : null;
}

function decodeString(node: RawNode, textOf: TextOf): string | null {
  const parts = namedOf(node);
  const prefix = (parts[0] === undefined ? "" : textOf(parts[0])).replace(/['"]+$/, "").toLowerCase();
  if (prefix.includes("b") || prefix.includes("t") || parts.some((part) => part.type === "interpolation")) return null;
  const content = parts.filter((part) => part.type === "string_content").map(textOf);
  const text = content.join("").replaceAll("\r\n", "\n");
  const plain = prefix.includes("r") ? text : decodeKnownEscapes(text);
  if (plain === null) return null;
  return prefix.includes("f") ? plain.replaceAll("{{", "{").replaceAll("}}", "}") : plain;
}
