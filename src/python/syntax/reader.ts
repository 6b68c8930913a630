import type { Block, Expression } from "./ast.ts";
import type { RawNode } from "./raw-node.ts";

/** What the readers of single nodes share. */
export interface Reader {
  text(node: RawNode): string;
  slice(start: number, end: number): string;
  expression(node: RawNode): Expression;
  block(node: RawNode | null): Block;
  /** Of a function. Throws `BodyLeftOut`. */
  body(node: RawNode | null): Block;
}

/** Somebody wants to know what a function does, and it was left out of what was parsed. */
export class BodyLeftOut extends Error {
  override readonly name = "BodyLeftOut";
}

export function optionalExpression(node: RawNode | null, reader: Reader): Expression | null {
  return node === null ? null : reader.expression(node);
}
