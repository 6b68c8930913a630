import type { Block, Expression, Statement } from "./ast.ts";
import { fieldOf, fieldsOf, hasToken, namedOf, type RawNode } from "./raw-node.ts";
import { readCases, readTry, readWith } from "./read-compound.ts";
import { readDefinition } from "./read-definition.ts";
import { readImport, readImportFrom } from "./read-import.ts";
import { optionalExpression, type Reader } from "./reader.ts";

/** Reads one statement. What is not looked into is `other`. */
export function readStatement(node: RawNode, reader: Reader): Statement {
  const place = { start: node.start, end: node.end };
  const [first] = namedOf(node);
  const of = (name: string): Expression =>
    optionalExpression(fieldOf(node, name), reader) ?? { kind: "other", ...place };
  const blockOf = (name: string): Block => reader.block(fieldOf(node, name));
  switch (node.type) {
    case "expression_statement":
      return readExpressionStatement(node, first, reader);
    case "return_statement":
      return { kind: "return", value: optionalExpression(first ?? null, reader), ...place };
    case "raise_statement":
      return { kind: "raise", value: optionalExpression(first ?? null, reader), ...place };
    case "assert_statement":
      return {
        kind: "assert",
        test: optionalExpression(first ?? null, reader) ?? { kind: "other", ...place },
        ...place,
      };
    case "delete_statement": {
      const target = optionalExpression(first ?? null, reader);
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
    case "type_alias_statement":
      return readTypeAlias(node, reader);
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

/** `type(self).count = 1` is to the parser what `type Count = int` is, too. */
function readTypeAlias(node: RawNode, reader: Reader): Statement {
  const place = { start: node.start, end: node.end };
  const [target, value] = ["left", "right"].map((side) => optionalExpression(fieldOf(node, side), reader));
  if (!/^type\s*\(/.test(reader.text(node)) || !target || !value) return { kind: "other", ...place };
  return { kind: "assign", targets: [withCallOfType(target, node)], value, annotation: null, ...place };
}

function withCallOfType(target: Expression, whole: RawNode): Expression {
  if (target.kind === "attribute" || target.kind === "subscript")
    return { ...target, value: withCallOfType(target.value, whole), start: whole.start };
  const [start, end] = [whole.start, target.end + 1];
  const callee: Expression = { kind: "name", id: "type", start, end: start + "type".length };
  const given = { name: null, star: "", value: target, start: target.start, end: target.end } as const;
  return { kind: "call", callee, arguments: [given], start, end };
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
  const annotation = optionalExpression(fieldOf(node, "type"), reader);
  return {
    kind: "assign",
    targets,
    value: optionalExpression(at, reader),
    annotation,
    start: node.start,
    end: node.end,
  };
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
      const test = optionalExpression(fieldOf(clause, "condition"), reader) ?? { kind: "other", ...place };
      otherwise = [{ kind: "if", test, body: reader.block(fieldOf(clause, "consequence")), otherwise, ...place }];
    }
  }
  return otherwise;
}
