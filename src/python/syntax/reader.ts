import type { Block, Expression } from "./ast.ts";
import type { RawNode } from "./raw-node.ts";

/** What the readers of single nodes share. */
export interface Reader {
  text(node: RawNode): string;
  slice(start: number, end: number): string;
  expression(node: RawNode): Expression;
  block(node: RawNode | null): Block;
}

export function optionalExpression(node: RawNode | null, reader: Reader): Expression | null {
  return node === null ? null : reader.expression(node);
}
