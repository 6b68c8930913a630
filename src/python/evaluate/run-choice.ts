import type { Statement } from "../syntax/ast.ts";
import { isEqual, isSame, truthOf } from "./compare.ts";
import { type Completion, joinCompletions, next } from "./completion.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { assign, type Machine, textOf } from "./machine.ts";
import { unknown } from "./make-values.ts";
import { runBlock } from "./run.ts";
import { accept, attempt, bindAgain, joinBindings, takeBack } from "./run-doubtfully.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

export function runIf(statement: Extract<Statement, { kind: "if" }>, scope: Scope, machine: Machine): Completion {
  const truth = truthOf(evaluate(statement.test, scope, machine));
  if (truth !== null) return runBlock(truth ? statement.body : statement.otherwise, scope, machine);
  const reason = `it depends on \`${textOf(statement.test, scope).slice(0, 60)}\``;
  return runWays(machine, reason, [
    () => runBlock(statement.body, scope, machine),
    () => runBlock(statement.otherwise, scope, machine),
  ]);
}

/** Runs code of which one way is taken, nobody knows which. A way that raises was not taken: the module is imported, after all. */
export function runWays(machine: Machine, reason: string, ways: readonly (() => Completion)[]): Completion {
  const done = ways.map((way) => {
    const one = attempt(machine, reason, way);
    return { one, bindings: takeBack(one) };
  });
  const alive = done.filter(({ one }) => one.raised === null);
  const [only] = alive;
  if (only === undefined) throw done[0]?.one.raised;
  if (alive.length < done.length) machine.surprises += 1; // an exception may be handled farther out
  if (alive.length === 1) {
    bindAgain(machine, only.bindings);
    accept(machine, { ...only.one, changes: [] });
    only.one.frame.isSettled = true;
    return only.one.result ?? next;
  }
  joinBindings(
    machine,
    alive.map(({ bindings }) => bindings),
  );
  return joinCompletions(alive.map(({ one }) => one.result));
}

/** `case True`, `case None` are looked for with `is`. */
function isMatch(subject: Value, pattern: Value, machine: Machine): boolean | null {
  const isSingle =
    pattern.kind === "constant" && (pattern.constant.type === "bool" || pattern.constant.type === "none");
  return isSingle ? isSame(subject, pattern) : isEqual(subject, pattern, machine);
}

export function runMatch(statement: Extract<Statement, { kind: "match" }>, scope: Scope, machine: Machine): Completion {
  const subject = evaluate(statement.subject, scope, machine);
  const possible: (() => Completion)[] = [];
  for (const one of statement.cases) {
    const answers = one.patterns?.map((pattern) => isMatch(subject, evaluate(pattern, scope, machine), machine)) ?? [
      null,
    ];
    const isMatching = one.isWildcard || answers.includes(true);
    if (!isMatching && !answers.includes(null)) continue;
    possible.push(() => {
      for (const name of one.captures) assign(machine, scope, name, unknown(name, mayMatter(subject)));
      return runBlock(one.body, scope, machine);
    });
    if (!isMatching || one.guard !== null) continue;
    const [first] = possible;
    return possible.length === 1 && first !== undefined
      ? first()
      : runWays(machine, "it depends on what is matched", possible);
  }
  return possible.length === 0 ? next : runWays(machine, "it depends on what is matched", [...possible, () => next]);
}
