import type { Expression, ModuleSyntax, Statement } from "./ast.ts";
import { namedOf, type RawNode, type SourceTree } from "./raw-node.ts";
import { readExpression } from "./read-expression.ts";
import { readStatement } from "./read-statement.ts";
import type { Reader } from "./reader.ts";

/**
 * A module's syntax as plain data; `null` where the parser did not understand it. The tree stays the caller's. Throws
 * RangeError for what is nested too deeply.
 */
export function readSyntax({ root, hasError }: SourceTree, source: string): ModuleSyntax | null {
  if (hasError) return null;
  const reader: Reader = {
    text: (node) => source.slice(node.start, node.end),
    slice: (start, end) => source.slice(start, end),
    expression: (node: RawNode): Expression => readExpression(node, reader),
    block: (node: RawNode | null): readonly Statement[] =>
      node === null ? [] : namedOf(node).map((child) => readStatement(child, reader)),
  };
  return { source, body: reader.block(root) };
}
