import type { Handler, Statement } from "../syntax/ast.ts";
import { type Completion, joinCompletions, next, perhaps } from "./completion.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { catches, isNoException } from "./exceptions.ts";
import { assign, type Change, doubtLoad, type Machine, unassign } from "./machine.ts";
import { unknown } from "./make-values.ts";
import { PythonRaise } from "./python-raise.ts";
import { runBlock } from "./run.ts";
import { accept, attempt, attemptGuarded, type Binding, bindAgain, joinBindings, takeBack } from "./run-doubtfully.ts";
import type { Scope } from "./scope.ts";

type Try = Extract<Statement, { kind: "try" }>;

/** Runs the body; the handlers too, unless it is clear that nothing raises. */
export function runTry(statement: Try, scope: Scope, machine: Machine): Completion {
  if (statement.finally.length === 0) return runGuarded(statement, scope, machine);
  let completion: Completion;
  try {
    completion = runGuarded(statement, scope, machine);
  } catch (error) {
    if (!(error instanceof PythonRaise)) throw error;
    const last = runBlock(statement.finally, scope, machine);
    if (last.kind === "next") throw error;
    return last;
  }
  const last = runBlock(statement.finally, scope, machine);
  return last.kind === "next" ? completion : last;
}

function runGuarded(statement: Try, scope: Scope, machine: Machine): Completion {
  if (statement.handlers.length === 0) return runBlock([...statement.body, ...statement.otherwise], scope, machine);
  const body = attemptGuarded(machine, "an exception may keep it from being run", () =>
    runBlock(statement.body, scope, machine),
  );
  if (body.raised === null && body.surprises === 0) {
    accept(machine, body);
    const done = body.result ?? next;
    return done.kind === "next" && done.maybe === null ? runBlock(statement.otherwise, scope, machine) : done;
  }
  if (body.raised !== null && body.surprises === 0) {
    accept(machine, body);
    const { raised } = body;
    const handler = statement.handlers.find((one) => catches(one, raised, scope, machine) !== false);
    if (handler === undefined) throw raised;
    if (catches(handler, raised, scope, machine) === true) return runHandler(handler, raised, scope, machine);
  }
  return runBoth(statement, body, scope, machine);
}

function runBoth(
  statement: Try,
  body: ReturnType<typeof attempt<Completion>>,
  scope: Scope,
  machine: Machine,
): Completion {
  const ways: { bindings: ReturnType<typeof takeBack>; completion: Completion | null }[] = [];
  const reached = takeBack(body);
  const between = boundAgain(body.changes, reached);
  if (body.raised === null) {
    bindAgain(machine, reached);
    const rest = attempt(machine, "an exception may keep it from being run", () =>
      runBlock(statement.otherwise, scope, machine),
    );
    const completion = rest.result?.kind === "next" ? joinCompletions([body.result, rest.result]) : rest.result;
    ways.push({ bindings: [...reached, ...takeBack(rest)], completion });
    for (const { scope: home, name } of reached.toReversed()) {
      const before = body.changes.find((change) => change.scope === home && change.name === name)?.before;
      if (before === undefined) home.names.delete(name);
      else home.names.set(name, before);
    }
  }
  for (const handler of statement.handlers) {
    const done = attempt(machine, "it is in a handler of exceptions", () => {
      for (const one of between)
        assign(machine, one.scope, one.name, unknown(one.name, one.value === undefined || mayMatter(one.value)));
      if (handler.exception !== null && isNoException(evaluate(handler.exception, scope, machine)))
        doubtLoad(machine, "what is caught is no exception");
      return runHandler(handler, body.raised, scope, machine);
    });
    const bindings = takeBack(done);
    if (done.raised === null) ways.push({ bindings, completion: done.result });
  }
  const [only] = ways;
  if (only !== undefined && ways.length === 1) {
    // All handlers raise: as the module is imported, the body was run to its end.
    bindAgain(machine, only.bindings);
    if (body.raised === null) body.frame.isSettled = true;
    return only.completion ?? next;
  }
  joinBindings(
    machine,
    ways.map(({ bindings }) => bindings),
    true,
  );
  if (ways.length === 0 && body.raised !== null) throw body.raised;
  const maybe = ways.map(({ completion }) => perhaps(completion)).find((one) => one !== null);
  return maybe === undefined ? next : joinCompletions(ways.map(({ completion }) => completion));
}

/** Names that a body binds several times, with what they are in the end: where it was left in between, that is not known. */
function boundAgain(changes: readonly Change[], reached: readonly Binding[]): readonly Binding[] {
  const byScope = Map.groupBy(changes, ({ scope }) => scope);
  const times = new Map([...byScope].map(([scope, own]) => [scope, Map.groupBy(own, ({ name }) => name)]));
  return reached.filter(({ scope, name }) => (times.get(scope)?.get(name)?.length ?? 0) > 1);
}

function runHandler(handler: Handler, raised: PythonRaise | null, scope: Scope, machine: Machine): Completion {
  if (handler.name !== null) assign(machine, scope, handler.name, unknown(handler.name));
  if (raised !== null) machine.handled.push(raised);
  try {
    return runBlock(handler.body, scope, machine);
  } finally {
    if (raised !== null) machine.handled.pop();
    // Python forgets the name behind the handler.
    if (handler.name !== null) unassign(machine, scope, handler.name);
  }
}
