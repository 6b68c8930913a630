import { noteMisuse } from "../dagster/note-misuse.ts";
import type { Expression } from "../syntax/ast.ts";
import { assignAttribute } from "./assign-attribute.ts";
import { evaluate } from "./evaluate.ts";
import { iterate } from "./iterate.ts";
import { assign, type Machine, raise, textOf } from "./machine.ts";
import { ofList, unknown } from "./make-values.ts";
import { privateName, type Scope } from "./scope.ts";
import { assignSubscript } from "./subscript.ts";
import type { Value } from "./value.ts";

/** Assigns a value to a name, an attribute, an item, or several of them. */
export function bindTarget(target: Expression, value: Value, scope: Scope, machine: Machine): void {
  switch (target.kind) {
    case "name":
      assign(machine, scope, scope.kind === "class" ? privateName(target.id, scope) : target.id, value);
      return;
    case "attribute":
      assignAttribute(evaluate(target.value, scope, machine), privateName(target.name, scope), value, {
        place: target,
        scope,
        machine,
      });
      return;
    case "subscript":
      assignSubscript(target, value, scope, machine);
      return;
    case "starred":
      bindTarget(target.value, value, scope, machine);
      return;
    case "tuple":
    case "list":
      bindMany(target, value, scope, machine);
      return;
  }
}

type Several = Extract<Expression, { kind: "list" | "tuple" | "set" }>;

function bindMany(whole: Several, value: Value, scope: Scope, machine: Machine): void {
  const targets = whole.items;
  const items = iterate(value, machine);
  if (items === null) {
    noteMisuse(value, machine);
    const isForeign =
      value.kind !== "constant" && value.kind !== "made" && !(value.kind === "unknown" && !value.isForeign);
    for (const target of targets) bindTarget(target, unknown(textOf(target, scope), isForeign), scope, machine);
    return;
  }
  const star = targets.findIndex((target) => target.kind === "starred");
  const isShort = star === -1 ? items.length !== targets.length : items.length < targets.length - 1;
  if (isShort) raise("ValueError", `${items.length} values for ${targets.length} names`, whole, scope, true);
  const extra = items.length - targets.length;
  for (const [index, target] of targets.entries()) {
    if (index === star)
      bindTarget(target, ofList(items.slice(index, index + extra + 1), machine.frame), scope, machine);
    else {
      const item = items[star !== -1 && index > star ? index + extra : index];
      if (item !== undefined) bindTarget(target, item, scope, machine);
    }
  }
}
