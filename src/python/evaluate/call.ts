import { callDagsterValue } from "../dagster/call-dagster.ts";
import type { Call, Place } from "../syntax/ast.ts";
import { callExternal } from "./call-external.ts";
import { findMember, instantiate } from "./class.ts";
import { doubtOf } from "./doubt.ts";
import { evaluate, mayMatter } from "./evaluate.ts";
import { callFunction } from "./function.ts";
import { iterate } from "./iterate.ts";
import { doubtLoad, type Machine, raise, step, surprise, textOf } from "./machine.ts";
import { unknown } from "./make-values.ts";
import { isHarmless } from "./packages.ts";
import type { Scope } from "./scope.ts";
import type { Site } from "./site.ts";
import { superOf } from "./super.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { GivenArgument, NativeCall, Value } from "./value.ts";
import { stringOf } from "./value-contents.ts";

export function evaluateCall(node: Call, scope: Scope, machine: Machine): Value {
  if (node.callee.kind === "name" && node.callee.id === "super" && node.arguments.length === 0) {
    const found = superOf(scope);
    if (found !== null) return found;
  }
  const callee = evaluate(node.callee, scope, machine);
  const given = evaluateArguments(node, scope, machine);
  if (!machine.ran.has(node)) machine.ran.set(node, machine.frame);
  return callValue(callee, given, { place: node, scope, machine });
}

function evaluateArguments(node: Call, scope: Scope, machine: Machine): readonly GivenArgument[] {
  const given = node.arguments.flatMap(({ name, star, value: written, start, end }) => {
    const value = evaluate(written, scope, machine);
    const one: GivenArgument = { name, value, place: { start, end }, text: textOf(written, scope) };
    return star === "" ? [one] : star === "*" ? unpackItems(one, scope, machine) : unpackEntries(one, scope, machine);
  });
  const names = given.flatMap(({ name }) => (name === null || name === "*" || name === "**" ? [] : [name]));
  if (new Set(names).size < names.length)
    raise("TypeError", `${textOf(node.callee, scope)}() is given an argument twice`, node, scope);
  return given;
}

/** What `*value` gives; where that is not known, the value under the name `*`. */
function unpackItems(one: GivenArgument, scope: Scope, machine: Machine): readonly GivenArgument[] {
  if (isNumber(one.value)) raise("TypeError", `${one.text} cannot be iterated over`, one.place, scope);
  const items = iterate(one.value, machine);
  if (items !== null) return items.map((value) => ({ ...one, name: null, value }));
  machine.surprises += 1; // it may raise
  return [{ ...one, name: "*" }];
}

/** What is known of what `**value` gives, and where that is not all, the value under the name `**`. */
function unpackEntries(one: GivenArgument, scope: Scope, machine: Machine): readonly GivenArgument[] {
  const { value } = one;
  if (noMappings.has(value.kind)) raise("TypeError", `${one.text} is no mapping`, one.place, scope);
  const entries = value.kind === "dict" ? [...value.entries.values()] : [];
  const given = entries.flatMap((entry): readonly GivenArgument[] => {
    const name = stringOf(entry.key);
    if (name === null && entry.key.kind === "constant")
      raise("TypeError", "keywords must be strings", one.place, scope, true);
    return name === null ? [] : [{ ...one, name, value: entry.value }];
  });
  if (value.kind === "dict" && doubtOf(value.doubts) === null && given.length === entries.length) return given;
  machine.surprises += 1; // it may raise
  return [...given, { ...one, name: "**" }];
}

const noMappings: ReadonlySet<Value["kind"]> = new Set(["constant", "list", "tuple", "set"]);

/** Or none at all, or a truth. */
function isNumber(value: Value): boolean {
  return value.kind === "constant" && ["int", "float", "bool", "none"].includes(value.constant.type);
}

/** Calls a value. */
export function callValue(callee: Value, given: readonly GivenArgument[], { place, scope, machine }: Site): Value {
  step(machine);
  const call: NativeCall = { machine, arguments: given, place, text: textOf(place, scope), scope };
  switch (callee.kind) {
    case "native":
      return callee.call(call);
    case "function":
      return callFunction(callee, given, call);
    case "class":
      return instantiate(callee, call);
    case "external":
      return callExternal(callee.name, call);
    case "dagster":
      return callDagsterValue(callee, call);
    case "instance": {
      const method = findMember(callee.class, "__call__");
      const self = { name: null, value: callee, place, text: "self" };
      if (method?.kind === "function") return callFunction(method, [self, ...given], call);
      return doubtCall(call.text, given, call);
    }
    case "made":
      // A class of one's own, or something that calls what it was made with.
      if (
        callee.by === "builtins.type" ||
        (!/^airflow\./.test(callee.by) && callee.arguments.some((one) => mayMake(one.value)))
      )
        return doubtCall(calleeText(call), given, call);
      return callHarmlessly(call);
    case "constant":
    case "list":
    case "tuple":
    case "dict":
    case "set":
    case "dag":
    case "task":
    case "group":
    case "xcom":
    case "label":
      return raise("TypeError", "what is called is no function", place, scope, true);
    case "path":
      return callHarmlessly(call);
    case "unknown":
      if (callee.isForeign || callee.candidates.some(mayMake)) return doubtCall(calleeText(call), given, call);
      if (callee.candidates.some(({ kind }) => kind === "constant"))
        doubtLoad(machine, `what \`${calleeText(call).slice(0, 60)}\` is, which is called, is not known`);
      return callHarmlessly(call);
    default:
      return surprise(machine, place, scope, true);
  }
}

/** How contexts are entered without `with`. */
const entering = /\b(?:enter_context|__enter__)$/;

/** Of what makes no DAGs and tasks, but may change what it is given. */
function callHarmlessly(call: NativeCall): Value {
  const { place, scope, machine } = call;
  const values = call.arguments.map(({ value }) => value);
  if (entering.test(calleeText(call))) machine.airflow.isUnclear = true;
  noteUnknownUse(values, "it is passed to what is not known", machine);
  return surprise(
    machine,
    place,
    scope,
    values.some((value) => mayMatter(value)),
  );
}

function mayMake(value: Value): boolean {
  if (value.kind !== "external") return mayMatter(value);
  return value.name.startsWith("airflow.") || !(isHarmless(value.name) || value.name.startsWith("builtins."));
}

function calleeText({ place, scope }: Site): string {
  return textOf(place.kind === "call" ? place.callee : place, scope);
}

/** A call that may do anything: make DAGs, add tasks to those at hand. */
export function doubtCall(
  name: string,
  given: readonly GivenArgument[],
  { place, scope, machine }: Site<Place>,
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
  if (entering.test(name)) machine.airflow.isUnclear = true;
  const active = machine.airflow.dags.at(-1);
  active?.doubts.all.push({ reason, frame: "always" });
  return unknown(textOf(place, scope), true);
}
