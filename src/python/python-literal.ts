import type { Node } from "web-tree-sitter";
import type { Span } from "../domain/finding.ts";
import { decodeKnownEscapes } from "./escapes.ts";

/** Constants by name, for names that a module binds exactly once to a string. */
export type Constants = ReadonlyMap<string, string>;

/** The span of a node. Tree-sitter counts UTF-16 code units from 0. */
export function spanOfNode(node: Node): Span {
  return {
    start: { line: node.startPosition.row + 1, column: node.startPosition.column + 1 },
    end: { line: node.endPosition.row + 1, column: node.endPosition.column + 1 },
  };
}

/** The value of a string expression that is constant: literals, adjacent literals, `+`, parentheses, names bound once. */
export function foldString(node: Node | null, constants: Constants): string | null {
  if (node === null) return null;
  switch (node.type) {
    case "string":
      return decodeString(node);
    case "identifier":
      return constants.get(node.text) ?? null;
    case "parenthesized_expression":
      return node.namedChildCount === 1 ? foldString(node.namedChild(0), constants) : null;
    case "concatenated_string":
      return joinAll(present(node.namedChildren).map((part) => foldString(part, constants)));
    case "binary_operator":
      if (node.childForFieldName("operator")?.text !== "+") return null;
      return joinAll([
        foldString(node.childForFieldName("left"), constants),
        foldString(node.childForFieldName("right"), constants),
      ]);
    default:
      return null;
  }
}

export function present(nodes: readonly (Node | null)[]): readonly Node[] {
  return nodes.filter((node) => node !== null && node.type !== "comment") as readonly Node[]; // the filter leaves no null
}

function joinAll(parts: readonly (string | null)[]): string | null {
  return parts.every((part) => part !== null) ? parts.join("") : null;
}

function decodeString(node: Node): string | null {
  const parts = present(node.namedChildren);
  const prefix = (parts[0]?.text ?? "").replace(/['"]+$/, "").toLowerCase();
  if (prefix.includes("b") || prefix.includes("t") || parts.some((part) => part.type === "interpolation")) return null;
  const content = parts.filter((part) => part.type === "string_content").map((part) => part.text);
  const text = content.join("").replaceAll("\r\n", "\n");
  const plain = prefix.includes("r") ? text : decodeKnownEscapes(text);
  if (plain === null) return null;
  return prefix.includes("f") ? plain.replaceAll("{{", "{").replaceAll("}}", "}") : plain;
}
