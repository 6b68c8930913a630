import { enterContext, type Leave } from "../airflow/contexts.ts";
import { noteMisuse } from "../dagster/note-misuse.ts";
import type { Statement, WithItem } from "../syntax/ast.ts";
import { bindTarget } from "./bind-target.ts";
import { callValue } from "./call.ts";
import { findMember } from "./class.ts";
import { isClosed } from "./closed-class.ts";
import { type Completion, joinCompletions, next, perhaps } from "./completion.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { doubtMade } from "./iterators.ts";
import { doubtLoad, type Machine, textOf } from "./machine.ts";
import { none, unknown } from "./make-values.ts";
import { PythonRaise } from "./python-raise.ts";
import { runBlock } from "./run.ts";
import { accept, attemptGuarded, joinBindings, takeBack } from "./run-doubtfully.ts";
import type { Scope } from "./scope.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { FunctionValue, InstanceValue, Value } from "./value.ts";

type With = Extract<Statement, { kind: "with" }>;

export function runWith(statement: With, scope: Scope, machine: Machine): Completion {
  return enterNext(statement, 0, scope, machine);
}

/** An item of `with`, and what runs inside of it. */
interface Entering {
  readonly item: WithItem;
  readonly inner: () => Completion;
  readonly scope: Scope;
  readonly machine: Machine;
}

function enterNext(statement: With, index: number, scope: Scope, machine: Machine): Completion {
  const item = statement.items[index];
  if (item === undefined) return runBlock(statement.body, scope, machine);
  const context = evaluate(item.value, scope, machine);
  const entering: Entering = { item, inner: () => enterNext(statement, index + 1, scope, machine), scope, machine };
  const entered = enterContext(context, item.value, scope, machine);
  if (entered !== null) return runInside(entering, entered.value, entered.leave);
  if (context.kind === "instance") return runInsideInstance(entering, context);
  if (["constant", "list", "tuple", "dict", "set", "function", "label"].includes(context.kind))
    doubtLoad(machine, "what `with` enters may be no context");
  noteMisuse(context, machine);
  const isForeign = mayMatter(context);
  if (context.kind === "unknown") noteUnknownUse([context], "it may be used as a context", machine);
  const value = context.kind === "path" ? context : unknown(textOf(item.value, scope), isForeign);
  const mayCatch = context.kind === "made" && context.by === "contextlib.suppress";
  if (!isForeign && !mayCatch) return runInside(entering, value, () => {});
  const reason = `it is inside \`with ${textOf(item.value, scope).slice(0, 60)}\``;
  const done = attemptGuarded(machine, reason, () => runInside(entering, value, () => {}));
  if (mayCatch && done.surprises === 0 && done.raised === null) done.frame.isSettled = true;
  joinBindings(machine, done.frame.isSettled ? [takeBack(done)] : [takeBack(done), []]);
  return done.frame.isSettled
    ? (done.result ?? next)
    : joinCompletions([next, { kind: "next", maybe: perhaps(done.result) }]);
}

function runInside({ item, inner, scope, machine }: Entering, value: Value, leave: Leave): Completion {
  try {
    if (item.target !== null) bindTarget(item.target, value, scope, machine);
    const completion = inner();
    leave(true);
    return completion;
  } catch (error) {
    leave(false);
    throw error;
  }
}

function runInsideInstance(entering: Entering, context: InstanceValue): Completion {
  const { item, scope, machine } = entering;
  const call = (name: string, more: readonly Value[]): Value => {
    const method = findMember(context.class, name);
    if (method === undefined) {
      if (isClosed(context.class)) doubtLoad(machine, "what `with` enters may be no context");
      return unknown(name, true);
    }
    const given = [context, ...more].map((value) => ({ name: null, value, place: item.value, text: "" }));
    return callValue(method, given, { place: item.value, scope, machine });
  };
  const value = call("__enter__", []);
  const exit = findMember(context.class, "__exit__");
  const mayCatch = exit?.kind !== "function" || /\breturn\s+(?!None\b|False\b)\S/.test(textWithin(exit));
  const body = (): Completion => runInside(entering, value, () => {});
  try {
    if (!mayCatch) {
      const completion = body();
      call("__exit__", [none, none, none]);
      return completion;
    }
    const done = attemptGuarded(machine, "an exception may leave a context that catches it", body);
    if (done.raised !== null) {
      accept(machine, done);
      throw done.raised;
    }
    if (done.surprises === 0) {
      accept(machine, done);
      call("__exit__", [none, none, none]);
      return done.result ?? next;
    }
    joinBindings(machine, [takeBack(done), []]);
    call("__exit__", [unknown("kind"), unknown("value"), unknown("trace")]);
    return joinCompletions([next, { kind: "next", maybe: perhaps(done.result) }]);
  } catch (error) {
    if (!(error instanceof PythonRaise)) throw error;
    // Whether it goes on is for `__exit__` to say.
    doubtMade(machine, "what `__exit__()` does with an exception is not known");
    call("__exit__", [unknown("kind"), unknown("value"), unknown("trace")]);
    return next;
  }
}

function textWithin({ definition, scope }: FunctionValue): string {
  return scope.record.syntax.source.slice(definition.start, definition.end);
}
