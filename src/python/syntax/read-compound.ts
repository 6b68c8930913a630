import type { Block, Case, Expression, Handler, Statement } from "./ast.ts";
import { fieldOf, hasToken, namedOf, type RawNode } from "./raw-node.ts";
import { optionalExpression, type Reader } from "./reader.ts";

export function readWith(node: RawNode, reader: Reader): Statement {
  const place = { start: node.start, end: node.end };
  if (hasToken(node, "async")) return { kind: "other", ...place };
  const items = node.children
    .filter((child) => child.type === "with_clause")
    .flatMap((clause) => namedOf(clause))
    .flatMap((item) => readWithItem(fieldOf(item, "value"), reader));
  return { kind: "with", items, body: reader.block(fieldOf(node, "body")), ...place };
}

function readWithItem(
  value: RawNode | null,
  reader: Reader,
): readonly { value: Expression; target: Expression | null }[] {
  if (value === null) return [];
  const [inner] = namedOf(value);
  if (value.type === "parenthesized_expression" && inner?.type === "as_pattern") return readWithItem(inner, reader);
  if (value.type === "tuple" && namedOf(value).some((item) => item.type === "as_pattern"))
    return namedOf(value).flatMap((item) => readWithItem(item, reader));
  if (value.type !== "as_pattern") return [{ value: reader.expression(value), target: null }];
  return inner === undefined
    ? []
    : [{ value: reader.expression(inner), target: optionalExpression(fieldOf(value, "alias"), reader) }];
}

export function readTry(node: RawNode, reader: Reader): Statement {
  const clauses = namedOf(node);
  const inner = (type: string): Block => {
    const clause = clauses.find((child) => child.type === type);
    return clause === undefined ? [] : reader.block(namedOf(clause).find((child) => child.type === "block") ?? null);
  };
  return {
    kind: "try",
    body: reader.block(fieldOf(node, "body")),
    handlers: clauses.filter((child) => child.type === "except_clause").map((clause) => readHandler(clause, reader)),
    otherwise: inner("else_clause"),
    finally: inner("finally_clause"),
    start: node.start,
    end: node.end,
  };
}

function readHandler(node: RawNode, reader: Reader): Handler {
  const value = fieldOf(node, "value");
  const alias = value?.type === "as_pattern" ? fieldOf(value, "alias") : null;
  const body = namedOf(node).find((child) => child.type === "block") ?? null;
  return {
    exception: optionalExpression(value, reader),
    name: alias === null ? null : reader.text(alias),
    body: reader.block(body),
    start: node.start,
    end: node.end,
  };
}

export function readCases(node: RawNode | null, reader: Reader): readonly Case[] {
  return (node === null ? [] : namedOf(node))
    .filter((child) => child.type === "case_clause")
    .map((clause): Case => {
      const patterns = clause.children.filter((child) => child.type === "case_pattern");
      const guard = fieldOf(clause, "guard");
      const [only] = patterns;
      const isWildcard = patterns.length === 1 && only !== undefined && reader.text(only) === "_";
      return {
        body: reader.block(fieldOf(clause, "consequence")),
        patterns: patterns.length === 1 && only !== undefined && !isWildcard ? readPattern(only, reader) : null,
        isWildcard,
        captures: patterns.flatMap((one) => readCaptures(one, reader)),
        guard: guard === null ? null : (namedOf(guard).map(reader.expression)[0] ?? null),
        start: clause.start,
        end: clause.end,
      };
    });
}

/** The names in a pattern, without those of classes and constants. */
function readCaptures(node: RawNode, reader: Reader): readonly string[] {
  const text = reader.text(node);
  if (node.type === "identifier" || node.type === "dotted_name")
    return text === "_" || text.includes(".") ? [] : [text];
  const inner = namedOf(node);
  const isNamed = node.type === "class_pattern" || node.type === "keyword_pattern";
  return (isNamed ? inner.slice(1) : inner).flatMap((one) => readCaptures(one, reader));
}

function readPattern(node: RawNode, reader: Reader): readonly Expression[] | null {
  const [inner, ...more] = namedOf(node);
  if (inner === undefined || more.length > 0) return null;
  const alternatives = inner.type === "union_pattern" ? namedOf(inner) : [inner];
  const isConstant = alternatives.every((one) =>
    /^(string|concatenated_string|integer|true|false|none)$/.test(one.type),
  );
  return isConstant ? alternatives.map(reader.expression) : null;
}
