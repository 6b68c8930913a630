import { fieldOf, type RawNode } from "../syntax/raw-node.ts";
import type { Scope } from "./code-scope.ts";

interface Place {
  readonly node: RawNode;
  readonly scope: Scope;
  readonly parent: RawNode | null;
  readonly within: string | null;
}

/** What runs the body of a function, or the first branch of an `if`: as the `within` of `CallFact`. */
export function withinBody({ node, scope, parent, within }: Place, text: (node: RawNode) => string): string | null {
  const name = fieldOf(node, "name");
  if (node.type === "lambda") return "";
  if (node.type === "if_statement")
    return isOfProgram(fieldOf(node, "condition"), text) ? (within ?? "__main__") : within;
  if (node.type !== "function_definition" || name === null) return within;
  if (within !== null || scope.kind !== "module") return "";
  return `${parent?.type === "decorated_definition" ? "@" : ""}${text(name)}`;
}

/** `__name__ == "__main__"` */
function isOfProgram(condition: RawNode | null, text: (node: RawNode) => string): boolean {
  return condition !== null && /^__name__\s*==\s*["']__main__["']$/.test(text(condition));
}
