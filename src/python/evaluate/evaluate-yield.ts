import type { Yield } from "../syntax/ast.ts";
import { evaluate } from "./evaluate.ts";
import { pullOf } from "./iterators.ts";
import { type Machine, surprise, textOf, type Yields } from "./machine.ts";
import { none, unknown } from "./make-values.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

/** Inside of a generator that runs. Nothing is sent to it. */
export function evaluateYield(node: Yield, scope: Scope, machine: Machine): Value {
  const value = node.value === null ? none : evaluate(node.value, scope, machine);
  const current = machine.yields.at(-1);
  if (current === undefined) return surprise(machine, node, scope, true);
  const pull = node.isFrom ? pullOf(value, machine) : null;
  if (node.isFrom && pull === null) return surprise(machine, node, scope, true);
  if (pull === null) {
    giveOut(value, current, machine);
    return none;
  }
  for (let item = pull(machine); item !== undefined; item = pull(machine)) {
    if (item === null) return surprise(machine, node, scope, true);
    giveOut(item, current, machine);
  }
  return value.kind === "generator" ? unknown(textOf(node, scope), true) : none;
}

function giveOut(value: Value, current: Yields, machine: Machine): void {
  if (current.each !== null) {
    machine.yields.pop();
    current.each(value);
    machine.yields.push(current);
    return;
  }
  if (current.frame !== machine.frame) current.isOpen = true;
  current.values.push(value);
}
