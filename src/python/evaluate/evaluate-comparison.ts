import { noteMisuse } from "../dagster/note-misuse.ts";
import type { Expression } from "../syntax/ast.ts";
import { hasAny } from "./class.ts";
import { isEqual, isSame, orderOf } from "./compare.ts";
import { doubtOf } from "./doubt.ts";
import { evaluate } from "./evaluate.ts";
import { iterate } from "./iterate.ts";
import { doubtMade } from "./iterators.ts";
import { type Machine, raise, textOf } from "./machine.ts";
import { ofBoolean, unknown } from "./make-values.ts";
import type { Scope } from "./scope.ts";
import { hashOf } from "./show-value.ts";
import type { Site } from "./site.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { Value } from "./value.ts";
import { stringOf } from "./value-contents.ts";

export function evaluateComparison(
  node: Extract<Expression, { kind: "compare" }>,
  scope: Scope,
  machine: Machine,
): Value {
  let left = evaluate(node.left, scope, machine);
  let isKnown = true;
  for (const { operator, value } of node.rest) {
    const right = evaluate(value, scope, machine);
    const answer = compareOne(operator, left, right, { place: node, scope, machine });
    if (answer === false) return ofBoolean(false);
    if (answer === null) isKnown = false;
    left = right;
  }
  return isKnown ? ofBoolean(true) : unknown(textOf(node, scope));
}

function compareOne(operator: string, left: Value, right: Value, { place, scope, machine }: Site): boolean | null {
  const negate = (answer: boolean | null): boolean | null => (answer === null ? null : !answer);
  noteObjects([left, right], machine);
  switch (operator) {
    case "==":
      return isEqual(left, right, machine);
    case "!=":
    case "<>":
      return negate(isEqual(left, right, machine));
    case "is":
      return isSame(left, right);
    case "is not":
      return negate(isSame(left, right));
    case "in":
      return isIn(left, right, machine);
    case "not in":
      return negate(isIn(left, right, machine));
    default: {
      const order = orderOf(left, right);
      if (order === null) {
        if (operator === ">" && left.kind === "task" && right.kind === "task")
          raise("TypeError", "tasks are compared", place, scope);
        machine.surprises += 1; // such as a text and a number
        if (left.kind === "constant" && right.kind === "constant" && left.constant.type === "none")
          raise("TypeError", `'${operator}' is not defined for None`, place, scope);
        return null;
      }
      if (operator === "<") return order < 0;
      if (operator === "<=") return order <= 0;
      return operator === ">" ? order > 0 : order >= 0;
    }
  }
}

/** Objects may do anything when they are compared. */
function noteObjects(values: readonly Value[], machine: Machine): void {
  const loud = values.filter((value) => value.kind === "instance" && hasAny(value.class, comparing));
  if (loud.length === 0) return;
  machine.surprises += 1;
  noteUnknownUse(loud, "it is compared", machine);
  doubtMade(machine, "what an object does when it is compared is not known");
}

const comparing = ["__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__contains__"];

function isIn(item: Value, container: Value, machine: Machine): boolean | null {
  const [part, whole] = [stringOf(item), stringOf(container)];
  if (whole !== null) return part === null ? null : whole.includes(part);
  if (container.kind === "dict" || container.kind === "set") {
    if (doubtOf(container.doubts) !== null) return null;
    const hash = hashOf(item, machine);
    if (hash === null) return null;
    if (container.kind === "set") return container.items.has(hash);
    return container.globalsOf === null
      ? container.entries.has(hash)
      : container.globalsOf.scope.names.has(part ?? "") || null;
  }
  if (container.kind === "generator") {
    doubtMade(machine, "how far a generator is run is not known");
    noteUnknownUse([container], "an item of it is looked for", machine);
    return null;
  }
  const items = iterate(container, machine);
  noteMisuse(container, machine);
  if (items === null) return null;
  const answers = items.map((one) => isEqual(one, item, machine));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}
