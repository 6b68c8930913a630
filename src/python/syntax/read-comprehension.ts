import type { Expression, Generator } from "./ast.ts";
import { fieldOf, hasToken, namedOf, type RawNode } from "./raw-node.ts";
import type { Reader } from "./reader.ts";

export function readComprehension(node: RawNode, reader: Reader): Expression | null {
  const body = fieldOf(node, "body");
  if (body === null) return null;
  const generators: { target: Expression; iterable: Expression; conditions: Expression[] }[] = [];
  for (const child of namedOf(node)) {
    if (child.type === "for_in_clause") {
      const [target, iterable] = [fieldOf(child, "left"), fieldOf(child, "right")];
      if (target === null || iterable === null || hasToken(child, "async")) return null;
      generators.push({ target: reader.expression(target), iterable: reader.expression(iterable), conditions: [] });
    } else if (child.type === "if_clause") {
      const [condition] = namedOf(child);
      if (condition !== undefined) generators.at(-1)?.conditions.push(reader.expression(condition));
    }
  }
  const [key, value] = body.type === "pair" ? [fieldOf(body, "key"), fieldOf(body, "value")] : [null, body];
  if (value === null) return null;
  return {
    kind: "comprehension",
    form: formOf(node.type),
    key: key === null ? null : reader.expression(key),
    element: reader.expression(value),
    generators: generators satisfies readonly Generator[],
    start: node.start,
    end: node.end,
  };
}

function formOf(type: string): "list" | "set" | "dict" | "generator" {
  if (type === "list_comprehension") return "list";
  if (type === "set_comprehension") return "set";
  return type === "dictionary_comprehension" ? "dict" : "generator";
}
