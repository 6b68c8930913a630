import type { Block, ClassDefinition, Expression, FunctionDefinition } from "./ast.ts";
import { fieldOf, hasToken, type RawNode } from "./raw-node.ts";
import { readArguments } from "./read-arguments.ts";
import { readParameters } from "./read-parameters.ts";
import { optionalExpression, type Reader } from "./reader.ts";

/** `def` and `class` */
export function readDefinition(
  node: RawNode,
  decorators: readonly Expression[],
  reader: Reader,
): FunctionDefinition | ClassDefinition {
  const name = fieldOf(node, "name");
  const body = fieldOf(node, "body");
  const place = { start: node.start, end: node.end };
  const common = {
    name: name === null ? "" : reader.text(name),
    namePlace: name === null ? place : { start: name.start, end: name.end },
    decorators,
    ...place,
  };
  if (node.type === "class_definition")
    return { kind: "class", bases: readArguments(node, reader), body: reader.block(body), ...common };
  let read: Block | null = null;
  const readBody = (): Block => (read ??= reader.body(body)); // most functions are never run, and most of a module's code is in them
  return {
    kind: "function",
    parameters: readParameters(fieldOf(node, "parameters"), reader),
    get returns() {
      return optionalExpression(fieldOf(node, "return_type"), reader);
    },
    isAsync: hasToken(node, "async"),
    get body() {
      return readBody();
    },
    get isGenerator() {
      return readBody().length > 0 && yields(body);
    },
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
