import { noteUnknownUse } from "../airflow/unknown-use.ts";
import { callDagsterValue } from "../dagster/call-dagster.ts";
import type { Call, Expression } from "../syntax/ast.ts";
import { callExternal } from "./call-external.ts";
import { findMember, instantiate } from "./class.ts";
import { doubtOf } from "./doubt.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { callFunction } from "./function.ts";
import { iterate } from "./iterate.ts";
import { type Machine, step, surprise, textOf } from "./machine.ts";
import { isHarmless } from "./packages.ts";
import type { Scope } from "./scope.ts";
import { superOf } from "./super.ts";
import { type GivenArgument, stringOf, unknown, type Value } from "./value.ts";

export function evaluateCall(node: Call, scope: Scope, machine: Machine): Value {
  if (node.callee.kind === "name" && node.callee.id === "super" && node.arguments.length === 0) {
    const found = superOf(scope);
    if (found !== null) return found;
  }
  const callee = evaluate(node.callee, scope, machine);
  const given = evaluateArguments(node, scope, machine);
  if (!machine.ran.has(node)) machine.ran.set(node, machine.frame);
  return callValue(callee, given, node, scope, machine);
}

function evaluateArguments(node: Call, scope: Scope, machine: Machine): readonly GivenArgument[] {
  const given: GivenArgument[] = [];
  for (const { name, star, value: written, start, end } of node.arguments) {
    const value = evaluate(written, scope, machine);
    const rest = { place: { start, end }, text: textOf(written, scope) };
    if (star === "") given.push({ name, value, ...rest });
    else if (star === "*") {
      const items = iterate(value, machine);
      if (items === null) given.push({ name: "*", value, ...rest });
      else given.push(...items.map((item) => ({ name: null, value: item, ...rest })));
    } else {
      const isKnown = value.kind === "dict" && doubtOf(value.doubts) === null;
      const entries = value.kind === "dict" ? [...value.entries.values()] : [];
      for (const entry of entries) {
        const key = stringOf(entry.key);
        if (key !== null) given.push({ name: key, value: entry.value, ...rest });
      }
      if (!isKnown) given.push({ name: "**", value, ...rest });
    }
  }
  return given;
}

/** Calls a value. */
export function callValue(
  callee: Value,
  given: readonly GivenArgument[],
  node: Expression,
  scope: Scope,
  machine: Machine,
): Value {
  step(machine);
  const call = { machine, arguments: given, place: node, text: textOf(node, scope), scope, node };
  switch (callee.kind) {
    case "native":
      return callee.call(call);
    case "function":
      return callFunction(callee, given, node, scope, machine);
    case "class":
      return instantiate(callee, call);
    case "external":
      return callExternal(callee.name, call);
    case "dagster":
      return callDagsterValue(callee, call);
    case "instance": {
      const method = findMember(callee.class, "__call__");
      const self = { name: null, value: callee, place: node, text: "self" };
      if (method?.kind === "function") return callFunction(method, [self, ...given], node, scope, machine);
      return doubtCall(textOf(node, scope), given, node, scope, machine);
    }
    case "made":
    case "constant":
    case "path":
      noteUnknownUse(
        given.map(({ value }) => value),
        "it is passed to what is not known",
        machine,
      );
      return surprise(
        machine,
        node,
        scope,
        given.some(({ value }) => mayMatter(value)),
      );
    case "unknown":
      if (callee.isForeign || callee.candidates.some(mayMake))
        return doubtCall(calleeText(node, scope), given, node, scope, machine);
      noteUnknownUse(
        given.map(({ value }) => value),
        "it is passed to what is not known",
        machine,
      );
      return surprise(
        machine,
        node,
        scope,
        given.some(({ value }) => mayMatter(value)),
      );
    default:
      return surprise(machine, node, scope, true);
  }
}

function mayMake(value: Value): boolean {
  if (value.kind !== "external") return mayMatter(value);
  return value.name.startsWith("airflow.") || !(isHarmless(value.name) || value.name.startsWith("builtins."));
}

function calleeText(node: Expression, scope: Scope): string {
  return textOf(node.kind === "call" ? node.callee : node, scope);
}

/** A call that may do anything: make DAGs, add tasks to those at hand. */
export function doubtCall(
  name: string,
  given: readonly GivenArgument[],
  node: Expression,
  scope: Scope,
  machine: Machine,
): Value {
  const reason = `what \`${name.slice(0, 60)}()\` gives is not known`;
  machine.surprises += 1;
  machine.doubts.all.push({ reason, frame: "always", isElsewhere: true });
  machine.dagster.compositions.at(-1)?.doubts.all.push({ reason, frame: "always" });
  noteUnknownUse(
    given.map(({ value }) => value),
    reason,
    machine,
  );
  const active = machine.airflow.dags.at(-1);
  active?.doubts.all.push({ reason, frame: "always" });
  return unknown(textOf(node, scope), true);
}
