import type { Block, Statement } from "../syntax/ast.ts";
import { bindTarget } from "./bind-target.ts";
import { truthOf } from "./compare.ts";
import { type Completion, joinMaybe, type Maybe, next, perhaps } from "./completion.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { iterate } from "./iterate.ts";
import { type Machine, step, textOf } from "./machine.ts";
import { runBlock } from "./run.ts";
import { attempt, joinBindings, takeBack } from "./run-doubtfully.ts";
import type { Scope } from "./scope.ts";
import { unknown, type Value } from "./value.ts";

export function runFor(statement: Extract<Statement, { kind: "for" }>, scope: Scope, machine: Machine): Completion {
  const source = evaluate(statement.iterable, scope, machine);
  // A generator that is left early has not run to its end.
  const written = scope.record.syntax.source.slice(statement.start, statement.end);
  const isLeftEarly = source.kind === "generator" && /\b(break|return)\b/.test(written);
  const items = isLeftEarly ? null : iterate(source, machine);
  if (items === null) {
    const text = textOf(statement.iterable, scope).slice(0, 60);
    const isOpen = source.kind === "list" && source.doubts.all.some(({ frame }) => frame === "always");
    const item = unknown(textOf(statement.target, scope), isOpen || mayMatter(source));
    return runOnce(machine, `it is in a loop over \`${text}\``, () => {
      bindTarget(statement.target, item, scope, machine);
      return runBlock(statement.body, scope, machine);
    });
  }
  const pass = (item: Value) => () => {
    bindTarget(statement.target, item, scope, machine);
    return runBlock(statement.body, scope, machine);
  };
  return runPasses(items.map(pass).values(), statement.otherwise, scope, machine, { isInDoubt: false });
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
  const done = runPasses(passes(), statement.otherwise, scope, machine, state);
  if (isKnown || done.kind !== "next") return done;
  const more = runOnce(machine, `it is in a loop while \`${text}\``, () => runBlock(statement.body, scope, machine));
  return { kind: "next", maybe: joinMaybe(done.maybe, more.maybe) };
}

function runPasses(
  passes: IterableIterator<() => Completion>,
  otherwise: Block,
  scope: Scope,
  machine: Machine,
  state: { isInDoubt: boolean },
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
      runPasses(passes, otherwise, scope, machine, state),
    );
    joinBindings(machine, [takeBack(rest), []], true);
    return { kind: "next", maybe: withoutLoop(joinMaybe(maybe, perhaps(rest.result))) };
  }
  const last = otherwise.length === 0 ? next : runBlock(otherwise, scope, machine);
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
