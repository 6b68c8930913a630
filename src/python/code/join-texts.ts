import type { Span } from "../../domain/finding.ts";
import { fieldOf, operatorOf, type RawNode } from "../syntax/raw-node.ts";
import type { CodeValue, TextValue } from "./code-facts.ts";

/** In characters, and in parts that are none. */
export function lengthOf({ parts }: TextValue): number {
  return parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0);
}

/** What an operator stands between: of a sum all that is added, in order, however many. */
export function operandsOf(node: RawNode): readonly RawNode[] {
  const operands: RawNode[] = [];
  let left: RawNode | null = node;
  for (let one: RawNode = node; ; one = left) {
    const right = fieldOf(one, "right");
    left = fieldOf(one, "left");
    if (right !== null) operands.push(right);
    if (left === null) break;
    if (left.type !== "binary_operator" || operatorOf(left) !== "+" || operatorOf(node) !== "+") {
      operands.push(left);
      break;
    }
  }
  return operands.reverse();
}

/** `a / b` as the call that it is of itself: so paths are joined. */
export function quotientOf(operands: readonly CodeValue[], span: Span): CodeValue {
  return {
    kind: "call",
    paths: ["operator.truediv"],
    on: null,
    arguments: operands.map((value) => ({ name: null, star: "", value, span })),
  };
}

/** Neighbouring texts become one; very long ones are cut. */
export function textOf(parts: readonly (string | CodeValue)[], isBytes: boolean): TextValue {
  const joined: (string | CodeValue)[] = [];
  let length = 0;
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part !== "string") joined.push(part);
    else if (length > longestText) continue;
    else if (typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
    length += typeof part === "string" ? part.length : 0;
  }
  return { kind: "text", parts: joined, isBytes };
}

const longestText = 200_000;
