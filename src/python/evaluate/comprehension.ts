import type { Expression } from "../syntax/ast.ts";
import { bindTarget } from "./bind-target.ts";
import { truthOf } from "./compare.ts";
import { evaluate, makeSet } from "./evaluate.ts";
import { iterate } from "./iterate.ts";
import { type Machine, step, surprise } from "./machine.ts";
import { attempt, joinBindings, takeBack } from "./run-doubtfully.ts";
import { createScope, type Scope } from "./scope.ts";
import { hashOf } from "./show-value.ts";
import { ofDict, ofList, unknown, type Value } from "./value.ts";

type Comprehension = Extract<Expression, { kind: "comprehension" }>;

/** Runs a comprehension over what is known; over anything else, its body may do anything. */
export function evaluateComprehension(node: Comprehension, scope: Scope, machine: Machine): Value {
  const inner = createScope("comprehension", scope, scope.record);
  const found: { key: Value | null; value: Value }[] = [];
  const isKnown = run(node, 0, inner, machine, (key, value) => found.push({ key, value }));
  if (!isKnown) {
    const isForeign = found.some(({ value }) => value.kind !== "constant" && value.kind !== "made");
    return surprise(machine, node, scope, isForeign);
  }
  const values = found.map(({ value }) => value);
  if (node.form === "list" || node.form === "generator") return ofList(values, machine.frame);
  if (node.form === "set") return makeSet(values, machine) ?? surprise(machine, node, scope, true);
  const entries = found.map(({ key, value }) => {
    const hash = key === null ? null : hashOf(key, machine);
    return hash === null || key === null ? null : ([hash, { key, value }] as const);
  });
  const known = entries.filter((entry) => entry !== null);
  return known.length === entries.length ? ofDict(known, machine.frame) : surprise(machine, node, scope, true);
}

function run(
  node: Comprehension,
  level: number,
  scope: Scope,
  machine: Machine,
  yieldOne: (key: Value | null, value: Value) => void,
): boolean {
  const generator = node.generators[level];
  if (generator === undefined) {
    step(machine);
    const key = node.key === null ? null : evaluate(node.key, scope, machine);
    yieldOne(key, evaluate(node.element, scope, machine));
    return true;
  }
  const source = evaluate(generator.iterable, scope, machine);
  const items = iterate(source, machine);
  if (items === null) {
    perhaps(machine, "it is in a comprehension over what is not known", () => {
      bindTarget(generator.target, unknown("…", source.kind === "unknown" && source.isForeign), scope, machine);
      run(node, level + 1, scope, machine, yieldOne);
    });
    return false;
  }
  for (const item of items) {
    bindTarget(generator.target, item, scope, machine);
    const truths = generator.conditions.map((condition) => truthOf(evaluate(condition, scope, machine)));
    if (truths.includes(false)) continue;
    if (truths.includes(null)) {
      perhaps(machine, "it is in a comprehension with a condition that is not known", () =>
        run(node, level + 1, scope, machine, yieldOne),
      );
      return false;
    }
    if (!run(node, level + 1, scope, machine, yieldOne)) return false;
  }
  return true;
}

function perhaps(machine: Machine, reason: string, body: () => void): void {
  joinBindings(machine, [takeBack(attempt(machine, reason, body)), []], true);
}
