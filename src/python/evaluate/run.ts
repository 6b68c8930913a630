import { noteMissingInAnnotation } from "../dagster/refused/odd-annotations.ts";
import type { Block, Expression, Statement } from "../syntax/ast.ts";
import { removeAttribute } from "./assign-attribute.ts";
import { bindTarget } from "./bind-target.ts";
import { defineClass } from "./class.ts";
import { truthOf } from "./compare.ts";
import { type Completion, joinMaybe, type Maybe, next, perhaps } from "./completion.ts";
import { evaluate } from "./evaluate.ts";
import { raisedBy } from "./exceptions.ts";
import { defineFunction } from "./function.ts";
import { runImport, runImportFrom } from "./import.ts";
import { doubtMade } from "./iterators.ts";
import { doubtAll, doubtLoad, type Machine, raise, step, textOf, unassign } from "./machine.ts";
import { none } from "./make-values.ts";
import { listMethod } from "./methods-of-list.ts";
import { applyBinary } from "./operators.ts";
import { PythonRaise } from "./python-raise.ts";
import { runIf, runMatch } from "./run-choice.ts";
import { attempt, joinBindings, takeBack } from "./run-doubtfully.ts";
import { runFor, runWhile } from "./run-loop.ts";
import { runTry } from "./run-try.ts";
import { runWith } from "./run-with.ts";
import { homeOf, moduleOf, privateName, type Scope } from "./scope.ts";
import { removeItem } from "./subscript.ts";
import { noteUnknownUse } from "./unknown-use.ts";

/** Runs statements in order. Throws `PythonRaise` where Python raises, `BudgetSpent` where it is too much. */
export function runBlock(block: Block, scope: Scope, machine: Machine): Completion {
  for (const [index, statement] of block.entries()) {
    const completion = runStatement(statement, scope, machine);
    if (completion.kind !== "next") return completion;
    if (completion.maybe === null) continue;
    const rest = block.slice(index + 1);
    if (rest.length === 0) return completion;
    const done = attempt(machine, "it stands after a branch that may have left", () => runRest(rest, scope, machine));
    joinBindings(machine, [takeBack(done), []]);
    return { kind: "next", maybe: joinMaybe(completion.maybe, perhaps(done.result)) };
  }
  return next;
}

/** What follows when it is in doubt already whether it runs. */
function runRest(block: Block, scope: Scope, machine: Machine): Completion {
  let maybe: Maybe | null = null;
  for (const statement of block) {
    const completion = runStatement(statement, scope, machine);
    maybe = joinMaybe(maybe, completion.maybe);
    if (completion.kind !== "next") return { ...completion, maybe };
  }
  return { kind: "next", maybe };
}

function runStatement(statement: Statement, scope: Scope, machine: Machine): Completion {
  step(machine);
  switch (statement.kind) {
    case "expression":
      evaluate(statement.value, scope, machine);
      return next;
    case "assign": {
      if (scope.kind !== "function") noteMissingInAnnotation(statement.annotation, scope, machine);
      if (statement.value === null) return next;
      const value = evaluate(statement.value, scope, machine);
      for (const target of statement.targets) bindTarget(target, value, scope, machine);
      return next;
    }
    case "augment": {
      const target = withIndex(statement.target, scope, machine);
      const before = evaluate(target, scope, machine);
      const value = evaluate(statement.value, scope, machine);
      const extend = before.kind === "list" && statement.operator === "+" ? listMethod(before, "extend") : null;
      if (extend?.kind === "native") {
        const given = [{ name: null, value, place: statement, text: textOf(statement, scope) }];
        extend.call({
          machine,
          arguments: given,
          place: statement.value,
          text: textOf(statement, scope),
          scope,
        });
        if (target.kind === "attribute") bindTarget(target, before, scope, machine);
        return next;
      }
      const after = applyBinary(statement.operator, before, value, {
        place: statement.value,
        scope,
        machine,
      });
      // What it was is changed in place, and may have other names.
      if (["unknown", "list", "dict", "set"].includes(before.kind))
        noteUnknownUse([before], "it is changed in place", machine);
      bindTarget(target, after, scope, machine);
      return next;
    }
    case "return":
      return {
        kind: "return",
        value: statement.value === null ? none : evaluate(statement.value, scope, machine),
        maybe: null,
      };
    case "raise":
      if (statement.value === null && machine.handled.length > 0) throw machine.handled.at(-1);
      throw new PythonRaise(
        exceptionName(statement, scope),
        textOf(statement, scope),
        statement,
        scope.record.path,
        true,
        statement.value === null ? null : raisedBy(statement.value, scope, machine),
      );
    case "assert": {
      const truth = truthOf(evaluate(statement.test, scope, machine));
      if (truth === false) raise("AssertionError", textOf(statement, scope), statement, scope, true);
      if (truth === null) machine.surprises += 1;
      return next;
    }
    case "delete":
      for (const target of statement.targets) remove(target, scope, machine);
      return next;
    case "global":
      for (const name of statement.names) scope.elsewhere.set(name, moduleOf(scope));
      return next;
    case "nonlocal":
      for (const name of statement.names) declareNonlocal(scope, name);
      return next;
    case "import":
      runImport(statement, scope, machine);
      return next;
    case "import-from":
      runImportFrom(statement, scope, machine);
      return next;
    case "if":
      return runIf(statement, scope, machine);
    case "match":
      return runMatch(statement, scope, machine);
    case "for":
      return runFor(statement, scope, machine);
    case "while":
      return runWhile(statement, scope, machine);
    case "with":
      return runWith(statement, scope, machine);
    case "try":
      return runTry(statement, scope, machine);
    case "function":
      defineFunction(statement, scope, machine);
      return next;
    case "class":
      defineClass(statement, scope, machine);
      return next;
    case "break":
    case "continue":
      return { kind: statement.kind, maybe: null };
    case "pass":
      return next;
    case "other":
      if (!/^(type|print|exec)\b/.test(textOf(statement, scope)))
        doubtAll(machine, "it has a statement that is not followed");
      return next;
  }
}

/** An item to be read and set, with its index as it is found: that is looked for once. */
function withIndex(target: Expression, scope: Scope, machine: Machine): Expression {
  if (target.kind !== "subscript" || target.index.kind === "constant" || target.index.kind === "slice") return target;
  const index = evaluate(target.index, scope, machine);
  const { start, end, kind } = target.index;
  if (index.kind === "constant") return { ...target, index: { ...index, start, end } };
  if (kind === "call") doubtMade(machine, "what an index is, is found more than once");
  return target;
}

/** `del` */
function remove(target: Expression, scope: Scope, machine: Machine): void {
  switch (target.kind) {
    case "name":
      if (!homeOf(scope, target.id).names.has(target.id))
        doubtLoad(machine, `\`${target.id.slice(0, 60)}\`, which is deleted, may be nothing`);
      unassign(machine, scope, target.id);
      return;
    case "subscript":
      removeItem(target, scope, machine);
      return;
    case "attribute":
      removeAttribute(evaluate(target.value, scope, machine), privateName(target.name, scope), machine);
      return;
    case "tuple":
    case "list":
      for (const item of target.items) remove(item, scope, machine);
      return;
    default:
      doubtAll(machine, "what is deleted is not known");
  }
}

function declareNonlocal(scope: Scope, name: string): void {
  for (let one = scope.parent; one !== null; one = one.parent) {
    if (one.kind === "function" && (one.names.has(name) || one.locals.has(name))) {
      scope.elsewhere.set(name, one);
      return;
    }
  }
}

function exceptionName(statement: Extract<Statement, { kind: "raise" }>, scope: Scope): string {
  if (statement.value === null) return "Exception";
  const callee = statement.value.kind === "call" ? statement.value.callee : statement.value;
  return textOf(callee, scope).split(".").at(-1) ?? "Exception";
}
