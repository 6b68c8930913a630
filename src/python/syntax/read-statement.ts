import type { Block, Case, ClassDefinition, Expression, FunctionDefinition, Handler, Statement } from "./ast.ts";
import { fieldOf, fieldsOf, hasToken, namedOf, type RawNode } from "./raw-node.ts";
import { readArguments } from "./read-expression.ts";
import { readImport, readImportFrom } from "./read-import.ts";
import { readParameters } from "./read-parameters.ts";
import type { Reader } from "./reader.ts";

/** Reads one statement. What is not looked into is `other`. */
export function readStatement(node: RawNode, reader: Reader): Statement {
  const place = { start: node.start, end: node.end };
  const [first] = namedOf(node);
  const of = (name: string): Expression => optional(fieldOf(node, name), reader) ?? { kind: "other", ...place };
  const blockOf = (name: string): Block => reader.block(fieldOf(node, name));
  switch (node.type) {
    case "expression_statement":
      return readExpressionStatement(node, first, reader);
    case "return_statement":
      return { kind: "return", value: optional(first ?? null, reader), ...place };
    case "raise_statement":
      return { kind: "raise", value: optional(first ?? null, reader), ...place };
    case "assert_statement":
      return { kind: "assert", test: optional(first ?? null, reader) ?? { kind: "other", ...place }, ...place };
    case "delete_statement": {
      const target = optional(first ?? null, reader);
      const targets = target === null ? [] : target.kind === "tuple" ? target.items : [target];
      return { kind: "delete", targets, ...place };
    }
    case "global_statement":
    case "nonlocal_statement": {
      const names = namedOf(node).map((name) => reader.text(name));
      return { kind: node.type === "global_statement" ? "global" : "nonlocal", names, ...place };
    }
    case "import_statement":
      return readImport(node, reader);
    case "import_from_statement":
    case "future_import_statement":
      return readImportFrom(node, reader);
    case "if_statement":
      return {
        kind: "if",
        test: of("condition"),
        body: blockOf("consequence"),
        otherwise: readAlternatives(fieldsOf(node, "alternative"), reader),
        ...place,
      };
    case "while_statement":
      return {
        kind: "while",
        test: of("condition"),
        body: blockOf("body"),
        otherwise: readElse(node, reader),
        ...place,
      };
    case "for_statement": {
      if (hasToken(node, "async")) return { kind: "other", ...place };
      const parts = { target: of("left"), iterable: of("right"), body: blockOf("body") };
      return { kind: "for", ...parts, otherwise: readElse(node, reader), ...place };
    }
    case "with_statement":
      return readWith(node, reader);
    case "try_statement":
      return readTry(node, reader);
    case "match_statement":
      return { kind: "match", subject: of("subject"), cases: readCases(fieldOf(node, "body"), reader), ...place };
    case "function_definition":
    case "class_definition":
      return readDefinition(node, [], reader);
    case "decorated_definition": {
      const definition = fieldOf(node, "definition");
      const decorators = namedOf(node).filter((child) => child.type === "decorator");
      if (definition === null) return { kind: "other", ...place };
      return readDefinition(
        definition,
        decorators.flatMap((one) => namedOf(one).map(reader.expression)),
        reader,
      );
    }
    case "pass_statement":
      return { kind: "pass", ...place };
    case "break_statement":
      return { kind: "break", ...place };
    case "continue_statement":
      return { kind: "continue", ...place };
    default:
      return { kind: "other", ...place };
  }
}

function optional(node: RawNode | null, reader: Reader): Expression | null {
  return node === null ? null : reader.expression(node);
}

function readExpressionStatement(node: RawNode, first: RawNode | undefined, reader: Reader): Statement {
  const place = { start: node.start, end: node.end };
  if (first?.type === "assignment") return readAssignment(first, reader);
  if (first?.type === "augmented_assignment") {
    const [target, value] = [fieldOf(first, "left"), fieldOf(first, "right")];
    const operator = first.children.find((child) => child.field === "operator")?.type ?? "";
    if (target === null || value === null) return { kind: "other", ...place };
    const parts = { target: reader.expression(target), value: reader.expression(value) };
    return { kind: "augment", operator: operator.slice(0, -1), ...parts, ...place };
  }
  const all = namedOf(node).map(reader.expression);
  const [only] = all;
  if (only !== undefined && all.length === 1) return { kind: "expression", value: only, ...place };
  return { kind: "expression", value: { kind: "tuple", items: all, ...place }, ...place };
}

function readAssignment(node: RawNode, reader: Reader): Statement {
  const targets: Expression[] = [];
  let at: RawNode | null = node;
  while (at?.type === "assignment") {
    const left = fieldOf(at, "left");
    if (left !== null) targets.push(reader.expression(left));
    at = fieldOf(at, "right");
  }
  return { kind: "assign", targets, value: optional(at, reader), start: node.start, end: node.end };
}

function readElse(node: RawNode, reader: Reader): Block {
  const [clause] = fieldsOf(node, "alternative");
  return clause === undefined ? [] : reader.block(fieldOf(clause, "body"));
}

/** `elif` is an `if` in the `else` of the one before. */
function readAlternatives(clauses: readonly RawNode[], reader: Reader): Block {
  let otherwise: Block = [];
  for (const clause of clauses.toReversed()) {
    if (clause.type === "else_clause") otherwise = reader.block(fieldOf(clause, "body"));
    else {
      const place = { start: clause.start, end: clause.end };
      const test = optional(fieldOf(clause, "condition"), reader) ?? { kind: "other", ...place };
      otherwise = [{ kind: "if", test, body: reader.block(fieldOf(clause, "consequence")), otherwise, ...place }];
    }
  }
  return otherwise;
}

function readWith(node: RawNode, reader: Reader): Statement {
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
    : [{ value: reader.expression(inner), target: optional(fieldOf(value, "alias"), reader) }];
}

function readTry(node: RawNode, reader: Reader): Statement {
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
    exception: optional(value, reader),
    name: alias === null ? null : reader.text(alias),
    body: reader.block(body),
    start: node.start,
    end: node.end,
  };
}

function readCases(node: RawNode | null, reader: Reader): readonly Case[] {
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
        guard: guard === null ? null : (namedOf(guard).map(reader.expression)[0] ?? null),
        start: clause.start,
        end: clause.end,
      };
    });
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

function readDefinition(
  node: RawNode,
  decorators: readonly Expression[],
  reader: Reader,
): FunctionDefinition | ClassDefinition {
  const name = fieldOf(node, "name");
  const place = { start: node.start, end: node.end };
  const common = {
    name: name === null ? "" : reader.text(name),
    namePlace: name === null ? place : { start: name.start, end: name.end },
    body: reader.block(fieldOf(node, "body")),
    decorators,
    ...place,
  };
  if (node.type === "class_definition") return { kind: "class", bases: readArguments(node, reader), ...common };
  return {
    kind: "function",
    parameters: readParameters(fieldOf(node, "parameters"), reader),
    isAsync: hasToken(node, "async"),
    isGenerator: yields(fieldOf(node, "body")),
    ...common,
  };
}

function yields(node: RawNode | null): boolean {
  const waiting = node === null ? [] : [node];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (one.type === "yield" && one.isNamed) return true;
    for (const child of one.children)
      if (!/^(function_definition|class_definition|lambda)$/.test(child.type)) waiting.push(child);
  }
  return false;
}
