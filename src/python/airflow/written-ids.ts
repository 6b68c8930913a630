import type { Expression } from "../syntax/ast.ts";

/** The ids of tasks that an expression is, one or several; `null` where they are not written out. */
export function writtenIds(expression: Expression): readonly string[] | null {
  if (expression.kind === "constant") {
    const { constant } = expression;
    return constant.type === "str" ? [constant.value] : constant.type === "none" ? [] : null;
  }
  if (expression.kind !== "list" && expression.kind !== "tuple" && expression.kind !== "set") return null;
  const items = expression.items.map(writtenIds);
  return items.every((ids) => ids !== null) ? items.flat() : null;
}
