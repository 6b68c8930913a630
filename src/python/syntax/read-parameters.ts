import type { Parameter } from "./ast.ts";
import { fieldOf, hasToken, namedOf, type RawNode } from "./raw-node.ts";
import { optionalExpression, type Reader } from "./reader.ts";

export function readParameters(node: RawNode | null, reader: Reader): readonly Parameter[] {
  const found: Parameter[] = [];
  let isKeywordOnly = false;
  for (const child of node === null ? [] : namedOf(node)) {
    if (child.type === "positional_separator") {
      for (const [index, one] of found.entries()) found[index] = { ...one, form: "positional" };
      continue;
    }
    if (child.type === "keyword_separator") {
      isKeywordOnly = true;
      continue;
    }
    const one = readParameter(child, isKeywordOnly, reader);
    if (one.form === "*") isKeywordOnly = true;
    found.push(one);
  }
  return found;
}

function readParameter(node: RawNode, isKeywordOnly: boolean, reader: Reader): Parameter {
  const place = { start: node.start, end: node.end };
  const normal = isKeywordOnly ? "keyword" : "normal";
  const annotation = optionalExpression(fieldOf(node, "type"), reader);
  const inner = node.type === "typed_parameter" ? namedOf(node)[0] : node;
  if (inner?.type === "list_splat_pattern" || inner?.type === "dictionary_splat_pattern") {
    const name = namedOf(inner)[0];
    return {
      name: name === undefined ? "" : reader.text(name),
      form: hasToken(inner, "**") ? "**" : "*",
      default: null,
      annotation,
      ...place,
    };
  }
  if (inner?.type === "identifier")
    return { name: reader.text(inner), form: normal, default: null, annotation, ...place };
  const name = fieldOf(node, "name");
  const value = fieldOf(node, "value");
  return {
    name: name === null ? "" : reader.text(name),
    form: normal,
    default: value === null ? null : reader.expression(value),
    annotation,
    ...place,
  };
}
