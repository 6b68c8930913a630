import type { Expression, ModuleSyntax, Statement } from "./ast.ts";
import { firstOf, namedOf, type RawNode, type SourceTree } from "./raw-node.ts";
import { readExpression } from "./read-expression.ts";
import { readStatement } from "./read-statement.ts";
import { BodyLeftOut, type Reader } from "./reader.ts";

const nothing: ReadonlySet<number> = new Set();

/**
 * A module's syntax as plain data; `null` where the parser did not understand it. The tree stays the caller's. `leftOut`: where the
 * bodies of functions begin that were not parsed. Throws RangeError for what is nested too deeply.
 */
export function readSyntax({ root, hasError }: SourceTree, source: string, leftOut = nothing): ModuleSyntax | null {
  if (hasError) return null;
  const reader: Reader = {
    text: (node) => source.slice(node.start, node.end),
    slice: (start, end) => source.slice(start, end),
    expression: (node: RawNode): Expression => readExpression(node, reader),
    block: (node: RawNode | null): readonly Statement[] =>
      node === null ? [] : namedOf(node).map((child) => readStatement(child, reader)),
    body(node) {
      if (leftOut.has(firstOf(node)?.start ?? -1)) throw new BodyLeftOut();
      return reader.block(node);
    },
  };
  return { source, body: reader.block(root) };
}
