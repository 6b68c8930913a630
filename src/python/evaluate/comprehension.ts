import type { Expression } from "../syntax/ast.ts";
import { bindTarget } from "./bind-target.ts";
import { truthOf } from "./compare.ts";
import { evaluate, makeSet, mayMatter } from "./evaluate.ts";
import { mannerOf, ofIterator, type Pull, pullOf } from "./iterators.ts";
import { type Machine, step, surprise } from "./machine.ts";
import { ofDict, ofList, unknown } from "./make-values.ts";
import { attempt, joinBindings, takeBack } from "./run-doubtfully.ts";
import { createScope, type Scope } from "./scope.ts";
import { hashOf } from "./show-value.ts";
import type { Value } from "./value.ts";

type Comprehension = Extract<Expression, { kind: "comprehension" }>;

interface Run {
  readonly node: Comprehension;
  readonly scope: Scope;
  readonly machine: Machine;
  /** All values that were met, also those that perhaps are none of its. */
  readonly seen: Value[];
}

interface Item {
  readonly key: Value | null;
  readonly value: Value;
}

/** Runs a comprehension over what is known; over anything else, its body may do anything. */
export function evaluateComprehension(node: Comprehension, scope: Scope, machine: Machine): Value {
  const [first] = node.generators;
  const seen: Value[] = [];
  const run: Run = { node, scope: createScope("comprehension", scope, scope.record), machine, seen };
  // The first source is looked up outside of it.
  const source = first === undefined ? null : evaluate(first.iterable, scope, machine);
  const pull = source === null ? null : pullOf(source, machine);
  if (source !== null && pull !== null && node.form === "generator") return toGenerator(run, source, pull);
  const found: Item[] = [];
  let isKnown = source !== null;
  for (const item of source === null ? [] : passes(run, 0, source, pull)) {
    if (item === null) isKnown = false;
    else found.push(item);
  }
  if (!isKnown) {
    const isForeign = seen.some((value) => value.kind !== "constant" && value.kind !== "made");
    return surprise(machine, node, scope, isForeign);
  }
  const values = found.map(({ value }) => value);
  if (node.form === "list") return ofList(values, machine.frame);
  if (node.form === "set") return makeSet(values, machine) ?? surprise(machine, node, scope, true);
  const entries = found.map(({ key, value }) => {
    const hash = key === null ? null : hashOf(key, machine);
    return hash === null || key === null ? null : ([hash, { key, value }] as const);
  });
  const known = entries.filter((entry) => entry !== null);
  return known.length === entries.length ? ofDict(known, machine.frame) : surprise(machine, node, scope, true);
}

/** A generator expression runs when it is gone through. */
function toGenerator(run: Run, source: Value, pull: Pull): Value {
  const { node, scope, machine, seen } = run;
  const isCode = scope.record.syntax.source.slice(node.start + 1, node.end - 1).includes("(");
  const items = passes(run, 0, source, pull);
  const next: Pull = () => {
    const { done, value } = items.next();
    return done === true ? undefined : (value?.value ?? null);
  };
  const mayHold = (): boolean => (seen.length > 0 ? seen.some((one) => mayMatter(one)) : isCode);
  return ofIterator(next, machine, { ...mannerOf([source], isCode), mayMatter: mayHold });
}

/** One item after the other; the last is `null` where it is not known which there are. */
function* passes(run: Run, level: number, source: Value, pull: Pull | null): Generator<Item | null> {
  const { node, scope, machine } = run;
  const generator = node.generators[level];
  if (generator === undefined) return;
  for (
    let item = pull === null ? null : pull(machine);
    item !== undefined;
    item = pull === null ? null : pull(machine)
  ) {
    step(machine);
    if (item === null) {
      perhaps(machine, "it is in a comprehension over what is not known", () => {
        bindTarget(generator.target, unknown("…", source.kind === "unknown" && source.isForeign), scope, machine);
        for (const _ of inner(run, level)) step(machine);
      });
      yield null;
      return;
    }
    bindTarget(generator.target, item, scope, machine);
    const truth = truthOfAll(generator.conditions, scope, machine);
    if (truth === false) continue;
    if (truth === null) {
      perhaps(machine, "it is in a comprehension with a condition that is not known", () => {
        for (const _ of inner(run, level)) step(machine);
      });
      yield null;
      return;
    }
    for (const one of inner(run, level)) {
      yield one;
      if (one === null) return;
    }
  }
}

function* inner(run: Run, level: number): Generator<Item | null> {
  const { node, scope, machine, seen } = run;
  const further = node.generators[level + 1];
  if (further !== undefined) {
    const source = evaluate(further.iterable, scope, machine);
    yield* passes(run, level + 1, source, pullOf(source, machine));
    return;
  }
  const key = node.key === null ? null : evaluate(node.key, scope, machine);
  const value = evaluate(node.element, scope, machine);
  seen.push(value);
  yield { key, value };
}

/** Conditions behind one that is false are not looked at. */
function truthOfAll(conditions: readonly Expression[], scope: Scope, machine: Machine): boolean | null {
  let isKnown = true;
  for (const condition of conditions) {
    const truth = truthOf(evaluate(condition, scope, machine));
    if (truth === false) return false;
    if (truth === null) isKnown = false;
  }
  return isKnown ? true : null;
}

function perhaps(machine: Machine, reason: string, body: () => void): void {
  joinBindings(machine, [takeBack(attempt(machine, reason, body)), []], true);
}
