import type { Node } from "web-tree-sitter";
import { type Constants, foldString, present } from "./python-literal.ts";

const deepest = 50;

/** The value of an expression that is constant plain data, as JSON has it: text, numbers, `True`, `None`, lists, dicts. */
export function foldValue(node: Node | null, constants: Constants, depth = 0): { readonly value: unknown } | null {
  if (node === null || depth > deepest) return null;
  switch (node.type) {
    case "true":
      return { value: true };
    case "false":
      return { value: false };
    case "none":
      return { value: null };
    case "integer":
    case "float":
      return foldNumber(node.text);
    case "unary_operator": {
      const inside = foldValue(node.childForFieldName("argument"), constants, depth + 1);
      const isMinus = node.childForFieldName("operator")?.text === "-";
      return isMinus && typeof inside?.value === "number" ? { value: -inside.value } : null;
    }
    case "parenthesized_expression":
      return node.namedChildCount === 1 ? foldValue(node.namedChild(0), constants, depth + 1) : null;
    case "list":
    case "tuple":
      return foldAll(present(node.namedChildren), constants, depth + 1);
    case "dictionary":
      return foldDictionary(node, constants, depth + 1);
    default: {
      const text = foldString(node, constants);
      return text === null ? null : { value: text };
    }
  }
}

function foldNumber(text: string): { readonly value: number } | null {
  const plain = text.replaceAll("_", "");
  if (!/^(?:\d{1,15}|\d{0,15}\.\d{0,15}(?:e[+-]?\d{1,2})?|\d{1,15}e[+-]?\d{1,2})$/i.test(plain) || plain === ".")
    return null;
  const value = Number(plain);
  return Number.isFinite(value) ? { value } : null;
}

function foldAll(nodes: readonly Node[], constants: Constants, depth: number): { readonly value: unknown[] } | null {
  const all: unknown[] = [];
  for (const node of nodes) {
    const folded = foldValue(node, constants, depth);
    if (folded === null) return null;
    all.push(folded.value);
  }
  return { value: all };
}

function foldDictionary(node: Node, constants: Constants, depth: number): { readonly value: unknown } | null {
  const entries: [string, unknown][] = [];
  for (const item of present(node.namedChildren)) {
    const key = item.type === "pair" ? foldString(item.childForFieldName("key"), constants) : null;
    const value = key === null ? null : foldValue(item.childForFieldName("value"), constants, depth);
    if (key === null || value === null) return null;
    entries.push([key, value.value]);
  }
  return { value: Object.fromEntries(entries) };
}
