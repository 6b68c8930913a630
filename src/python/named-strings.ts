import type { Node } from "web-tree-sitter";
import type { NamedString } from "./dag-model.ts";
import { foldString, present, spanOfNode } from "./python-literal.ts";

const noConstants: ReadonlyMap<string, string> = new Map();

/** Finds string constants that are given to a name, wherever in the module they stand. */
export function readNamedStrings(root: Node): readonly NamedString[] {
  const types = ["assignment", "keyword_argument", "pair", "default_parameter", "typed_default_parameter"];
  const found: NamedString[] = [];
  for (const node of root.descendantsOfType(types)) {
    if (node === null) continue;
    const value = node.childForFieldName(node.type === "assignment" ? "right" : "value");
    if (value === null || !/^(string|concatenated_string|parenthesized_expression|binary_operator)$/.test(value.type))
      continue;
    const name = nameOf(node);
    const text = name === null ? null : foldQuietly(value);
    if (name === null || text === null) continue;
    found.push({ ...name, callee: calleeOf(node), value: text, span: spanOfNode(value) });
  }
  return found;
}

function nameOf(node: Node): Pick<NamedString, "name" | "form"> | null {
  if (node.type === "pair") {
    const key = foldQuietly(node.childForFieldName("key"));
    return key === null ? null : { name: key, form: "pair" };
  }
  if (node.type === "keyword_argument") {
    return { name: node.childForFieldName("name")?.text ?? "", form: "keyword" };
  }
  if (node.type !== "assignment") return { name: node.childForFieldName("name")?.text ?? "", form: "default" };

  const left = node.childForFieldName("left");
  if (left?.type === "identifier") return { name: left.text, form: "assignment" };
  if (left?.type === "attribute") return { name: left.childForFieldName("attribute")?.text ?? "", form: "assignment" };
  if (left?.type !== "subscript") return null;
  const key = foldQuietly(present(left.childrenForFieldName("subscript"))[0] ?? null);
  return key === null ? null : { name: key, form: "subscript" };
}

function calleeOf(node: Node): string | null {
  if (node.type !== "keyword_argument") return null;
  return node.parent?.parent?.childForFieldName("function")?.text.slice(0, 200) ?? null;
}

function foldQuietly(node: Node | null): string | null {
  try {
    return foldString(node, noConstants);
  } catch (error) {
    if (error instanceof RangeError) return null; // thousands of literals joined with `+`
    throw error;
  }
}
