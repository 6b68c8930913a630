import type { Expression } from "./ast.ts";
import { namedOf, type RawNode } from "./raw-node.ts";
import type { Reader } from "./reader.ts";

/** `List[str]` in an annotation, which the parser keeps apart from a subscript. */
export function readGenericType(node: RawNode, reader: Reader): Expression {
  const place = { start: node.start, end: node.end };
  const [name, parameters] = namedOf(node);
  if (name === undefined || parameters === undefined) return { kind: "other", ...place };
  const all = namedOf(parameters).map(reader.expression);
  const [only] = all;
  const index: Expression =
    only !== undefined && all.length === 1
      ? only
      : { kind: "tuple", items: all, start: parameters.start, end: parameters.end };
  return { kind: "subscript", value: reader.expression(name), index, ...place };
}

/** `dict[str, int] | None` in an annotation. */
export function readUnionType(node: RawNode, reader: Reader): Expression {
  const place = { start: node.start, end: node.end };
  const [first, ...rest] = namedOf(node).map(reader.expression);
  if (first === undefined) return { kind: "other", ...place };
  return rest.reduce<Expression>((left, right) => ({ kind: "binary", operator: "|", left, right, ...place }), first);
}
