import type { Expression } from "./ast.ts";
import { fieldOf, fieldsOf, hasToken, namedOf, type RawNode } from "./raw-node.ts";
import { readGenericType, readUnionType } from "./read-annotation.ts";
import { readArguments } from "./read-arguments.ts";
import { readComprehension } from "./read-comprehension.ts";
import { readNumber } from "./read-number.ts";
import { readParameters } from "./read-parameters.ts";
import { readString } from "./read-string.ts";
import type { Reader } from "./reader.ts";

/** Reads one expression. What is not looked into is `other`. */
export function readExpression(node: RawNode, reader: Reader): Expression {
  const place = { start: node.start, end: node.end };
  const other: Expression = { kind: "other", ...place };
  const of = (name: string): Expression => {
    const found = fieldOf(node, name);
    return found === null ? other : reader.expression(found);
  };
  const named = namedOf(node);
  const inner = named[0];
  switch (node.type) {
    case "identifier":
      return { kind: "name", id: reader.text(node), ...place };
    case "string":
    case "concatenated_string":
      return readString(node, reader);
    case "integer":
    case "float": {
      const constant = readNumber(reader.text(node), node.type);
      return constant === null ? other : { kind: "constant", constant, ...place };
    }
    case "true":
    case "false":
      return { kind: "constant", constant: { type: "bool", value: node.type === "true" }, ...place };
    case "none":
      return { kind: "constant", constant: { type: "none" }, ...place };
    case "ellipsis":
      return { kind: "constant", constant: { type: "ellipsis" }, ...place };
    case "parenthesized_expression":
    case "type":
      return inner === undefined ? other : reader.expression(inner);
    case "generic_type":
      return readGenericType(node, reader);
    case "union_type":
      return readUnionType(node, reader);
    case "list":
    case "list_pattern":
      return { kind: "list", items: named.map((item) => readItem(item, reader)), ...place };
    case "tuple":
    case "expression_list":
    case "pattern_list":
    case "tuple_pattern":
      return { kind: "tuple", items: named.map((item) => readItem(item, reader)), ...place };
    case "set":
      return { kind: "set", items: named.map((item) => readItem(item, reader)), ...place };
    case "dictionary":
      return { kind: "dict", items: named.flatMap((item) => readPair(item, reader)), ...place };
    case "list_splat":
    case "list_splat_pattern":
      return { kind: "starred", value: inner === undefined ? other : reader.expression(inner), ...place };
    case "call":
      return { kind: "call", callee: of("function"), arguments: readArguments(node, reader), ...place };
    case "attribute": {
      const name = fieldOf(node, "attribute");
      return { kind: "attribute", value: of("object"), name: name === null ? "" : reader.text(name), ...place };
    }
    case "subscript":
      return { kind: "subscript", value: of("value"), index: readIndex(node, reader), ...place };
    case "slice":
      return { kind: "slice", parts: readSlice(node, reader), ...place };
    case "binary_operator":
      return { kind: "binary", operator: operatorOf(node), left: of("left"), right: of("right"), ...place };
    case "unary_operator":
      return { kind: "unary", operator: operatorOf(node), value: of("argument"), ...place };
    case "not_operator":
      return { kind: "unary", operator: "not", value: of("argument"), ...place };
    case "boolean_operator": {
      const operator = operatorOf(node) === "and" ? "and" : "or";
      return { kind: "boolean", operator, left: of("left"), right: of("right"), ...place };
    }
    case "comparison_operator":
      return readComparison(node, reader) ?? other;
    case "conditional_expression": {
      const [value, test, otherwise] = named.map(reader.expression);
      if (value === undefined || test === undefined || otherwise === undefined) return other;
      return { kind: "if", test, value, otherwise, ...place };
    }
    case "lambda":
      return {
        kind: "lambda",
        parameters: readParameters(fieldOf(node, "parameters"), reader),
        body: of("body"),
        ...place,
      };
    case "list_comprehension":
    case "set_comprehension":
    case "dictionary_comprehension":
    case "generator_expression":
      return readComprehension(node, reader) ?? other;
    case "named_expression": {
      const name = fieldOf(node, "name");
      return { kind: "walrus", name: name === null ? "" : reader.text(name), value: of("value"), ...place };
    }
    case "await":
      return { kind: "await", value: inner === undefined ? null : reader.expression(inner), ...place };
    case "yield": {
      const value = inner === undefined ? null : reader.expression(inner);
      return { kind: "yield", value, isFrom: hasToken(node, "from"), ...place };
    }
    case "as_pattern":
      return inner === undefined ? other : reader.expression(inner);
    case "as_pattern_target":
      return inner === undefined ? { kind: "name", id: reader.text(node), ...place } : reader.expression(inner);
    case "dotted_name":
      return readDotted(named, reader) ?? other;
    default:
      return other;
  }
}

/** The parser takes the `*` of `[*range(3)]` for a part of what is called. */
function readItem(node: RawNode, reader: Reader): Expression {
  const unpacked = withoutStar(node);
  if (unpacked === null) return reader.expression(node);
  return { kind: "starred", value: reader.expression(unpacked), start: node.start, end: node.end };
}

const heads: Readonly<Record<string, string>> = { call: "function", attribute: "object", subscript: "value" };

function withoutStar(node: RawNode): RawNode | null {
  const field = heads[node.type];
  const head = field === undefined ? null : fieldOf(node, field);
  if (head === null) return null;
  const inner = head.type === "list_splat" ? (namedOf(head)[0] ?? null) : withoutStar(head);
  if (inner === null) return null;
  const children = node.children.map((child) => (child === head ? { ...inner, field: child.field } : child));
  return { ...node, start: inner.start, children };
}

function operatorOf(node: RawNode): string {
  return node.children.find((child) => child.field === "operator")?.type ?? "";
}

function readPair(item: RawNode, reader: Reader): readonly { key: Expression | null; value: Expression }[] {
  if (item.type === "dictionary_splat") {
    const [value] = namedOf(item);
    return value === undefined ? [] : [{ key: null, value: reader.expression(value) }];
  }
  const [key, value] = [fieldOf(item, "key"), fieldOf(item, "value")];
  return key === null || value === null ? [] : [{ key: reader.expression(key), value: reader.expression(value) }];
}

function readIndex(node: RawNode, reader: Reader): Expression {
  const all = fieldsOf(node, "subscript").map(reader.expression);
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return { kind: "tuple", items: all, start: node.start, end: node.end };
}

function readSlice(node: RawNode, reader: Reader): readonly (Expression | null)[] {
  const parts: (Expression | null)[] = [null];
  for (const child of node.children) {
    if (child.type === ":") parts.push(null);
    else if (child.isNamed) parts[parts.length - 1] = reader.expression(child);
  }
  return parts;
}

function readComparison(node: RawNode, reader: Reader): Expression | null {
  const [left, ...values] = namedOf(node);
  const operators = node.children.filter((child) => child.field === "operators").map((child) => child.type);
  if (left === undefined || operators.length !== values.length) return null;
  const rest = values.map((value, index) => ({ operator: operators[index] ?? "", value: reader.expression(value) }));
  return { kind: "compare", left: reader.expression(left), rest, start: node.start, end: node.end };
}

function readDotted(names: readonly RawNode[], reader: Reader): Expression | null {
  let found: Expression | null = null;
  for (const { start, end, ...name } of names) {
    const text = reader.text({ start, end, ...name });
    found =
      found === null
        ? { kind: "name", id: text, start, end }
        : { kind: "attribute", value: found, name: text, start: found.start, end };
  }
  return found;
}
