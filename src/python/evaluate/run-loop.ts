import type { Statement } from "../syntax/ast.ts";
import { bindTarget } from "./bind-target.ts";
import { truthOf } from "./compare.ts";
import { type Completion, joinMaybe, type Maybe, perhaps } from "./completion.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { doubtMade, pullOf } from "./iterators.ts";
import { type Machine, step, textOf } from "./machine.ts";
import { unknown } from "./make-values.ts";
import { runBlock } from "./run.ts";
import { attempt, joinBindings, takeBack } from "./run-doubtfully.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

export function runFor(statement: Extract<Statement, { kind: "for" }>, scope: Scope, machine: Machine): Completion {
  const source = evaluate(statement.iterable, scope, machine);
  // A function that yields has not run to its end when the loop is left early.
  const written = scope.record.syntax.source.slice(statement.start, statement.end);
  const isWhole = source.kind === "generator" && source.isWhole;
  const isLeftEarly = isWhole && /\b(break|return|raise)\b/.test(written);
  if (isLeftEarly) doubtMade(machine, "a generator may not be run to its end");
  const pass = (item: Value) => (): Completion => {
    bindTarget(statement.target, item, scope, machine);
    return runBlock(statement.body, scope, machine);
  };
  // The body of such a function and that of the loop take turns.
  const isDriven = !isLeftEarly && source.kind === "generator" && source.drive?.(machine, (item) => void pass(item)());
  if (isDriven === true) return runBlock(statement.otherwise, scope, machine);
  const pull = isLeftEarly ? null : pullOf(source, machine);
  let isKnown = pull !== null;
  function* passes(): Generator<() => Completion> {
    for (let item = pull?.(machine); item !== undefined; item = pull?.(machine)) {
      step(machine);
      if (item === null) {
        isKnown = false;
        return;
      }
      yield pass(item);
    }
  }
  const otherwise = (): Completion => runBlock(pull === null ? [] : statement.otherwise, scope, machine);
  const done = runPasses(passes(), otherwise, { isInDoubt: false }, machine);
  if (isKnown || done.kind !== "next") return done;
  const text = textOf(statement.iterable, scope).slice(0, 60);
  const isOpen = source.kind === "list" && source.doubts.all.some(({ frame }) => frame === "always");
  const item = unknown(textOf(statement.target, scope), isOpen || mayMatter(source));
  const more = runOnce(machine, `it is in a loop over \`${text}\``, pass(item));
  return { kind: "next", maybe: joinMaybe(done.maybe, more.maybe) };
}

export function runWhile(statement: Extract<Statement, { kind: "while" }>, scope: Scope, machine: Machine): Completion {
  let isKnown = true;
  const state = { isInDoubt: false };
  const text = textOf(statement.test, scope).slice(0, 60);
  function* passes(): Generator<() => Completion> {
    for (;;) {
      step(machine);
      // Once a pass may have ended it, nobody knows how many there are.
      const truth = state.isInDoubt ? null : truthOf(evaluate(statement.test, scope, machine));
      if (truth === false) return;
      if (truth === null) {
        isKnown = false;
        return;
      }
      yield () => runBlock(statement.body, scope, machine);
    }
  }
  const done = runPasses(passes(), () => runBlock(statement.otherwise, scope, machine), state, machine);
  if (isKnown || done.kind !== "next") return done;
  const more = runOnce(machine, `it is in a loop while \`${text}\``, () => runBlock(statement.body, scope, machine));
  return { kind: "next", maybe: joinMaybe(done.maybe, more.maybe) };
}

function runPasses(
  passes: IterableIterator<() => Completion>,
  otherwise: () => Completion,
  state: { isInDoubt: boolean },
  machine: Machine,
): Completion {
  let maybe: Maybe | null = null;
  for (const pass of passes) {
    const done = pass();
    maybe = joinMaybe(maybe, withoutContinue(done.maybe));
    if (done.kind === "break") return { kind: "next", maybe: withoutLoop(maybe) };
    if (done.kind === "return") return { ...done, maybe: withoutLoop(maybe) };
    if (maybe === null || state.isInDoubt) continue;
    state.isInDoubt = true;
    const rest = attempt(machine, "an earlier pass of the loop may have ended it", () =>
      runPasses(passes, otherwise, state, machine),
    );
    joinBindings(machine, [takeBack(rest), []], true);
    return { kind: "next", maybe: withoutLoop(joinMaybe(maybe, perhaps(rest.result))) };
  }
  const last = otherwise();
  return { ...last, maybe: withoutLoop(joinMaybe(maybe, last.maybe)) };
}

/** A body that runs no, one or many times. */
function runOnce(machine: Machine, reason: string, body: () => Completion): Completion {
  machine.surprises += 1;
  const done = attempt(machine, reason, body);
  joinBindings(machine, [takeBack(done), []], true);
  return { kind: "next", maybe: withoutLoop(perhaps(done.result)) };
}

function withoutContinue(maybe: Maybe | null): Maybe | null {
  return maybe === null || (maybe.returns.length === 0 && !maybe.breaks) ? null : { ...maybe, continues: false };
}

/** Outside the loop, only that it may have returned is of interest. */
function withoutLoop(maybe: Maybe | null): Maybe | null {
  return maybe === null || maybe.returns.length === 0 ? null : { ...maybe, breaks: false, continues: false };
}
