import type { DagValue } from "../airflow/dag-values.ts";
import type { Machine } from "./machine.ts";
import { lookUp } from "./scope.ts";
import type { FunctionValue, InstanceValue, Value } from "./value.ts";

/** Says of everything that is handed to unknown code, and of all in it, that it may be changed there. */
export function noteUnknownUse(values: readonly Value[], reason: string, machine: Machine): void {
  const reached = new Set(values); // grows while it is gone through; each value counts once, though it may hold itself
  for (const value of reached) {
    noteOne(value, reason, machine);
    for (const inner of innerOf(value)) reached.add(inner);
  }
}

function noteOne(value: Value, reason: string, machine: Machine): void {
  switch (value.kind) {
    case "dag":
      value.isHandedOn = true;
      noteDag(value, reason);
      return;
    case "task":
    case "group":
      noteDag(value.dag, reason);
      return;
    case "xcom":
      for (const task of value.tasks) noteDag(task.dag, reason);
      return;
    case "dict":
      if (value.globalsOf === null) value.doubts.all.push({ reason, frame: "always" });
      else machine.doubts.all.push({ reason: "`globals()` is handed on", frame: "always" });
      return;
    case "list":
    case "set":
    case "generator":
    case "instance":
      value.doubts.all.push({ reason, frame: "always" });
      return;
    case "path":
      if (value.opened !== undefined) value.opened.isRead = true;
  }
}

/** What can be reached through a value. */
function innerOf(value: Value): Iterable<Value> {
  switch (value.kind) {
    case "list":
    case "tuple":
      return value.items;
    case "dict":
      return [...value.entries.values()].map((entry) => entry.value);
    case "instance":
      return [...value.attributes.values(), ...sharedOf(value)];
    case "unknown":
      return value.candidates;
    case "function":
      return changedBy(value);
    default:
      return [];
  }
}

const changing =
  /\b([A-Za-z_]\w*)\s{0,50}(?:\.\s{0,50}(?:append|extend|insert|pop|popleft|popitem|remove|clear|sort|reverse|add|discard|update|setdefault)\b|\[[^\]\n]{0,200}\]\s{0,50}[-+*|&/]?=(?!=)|[-+*|&]=|\()/g;

const namesChanged = new WeakMap<FunctionValue["definition"], ReadonlySet<string>>();

/** What a function changes that is outside of it, by how it is written, and the functions that it calls. */
function changedBy({ definition, scope }: FunctionValue): readonly Value[] {
  const names =
    namesChanged.get(definition) ?? namesIn(scope.record.syntax.source.slice(definition.start, definition.end));
  namesChanged.set(definition, names);
  return [...names].flatMap((name) => {
    const value = lookUp(scope, name);
    return value !== undefined && ["list", "dict", "set", "function"].includes(value.kind) ? [value] : [];
  });
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(changing), ([, name = ""]) => name));
}

/** What all objects of a class share, and methods change. */
function sharedOf({ class: own }: InstanceValue): readonly Value[] {
  return [...own.members.values()].filter(({ kind }) => kind === "list" || kind === "dict" || kind === "set");
}

function noteDag(dag: DagValue | null, reason: string): void {
  if (dag !== null && !dag.doubts.all.some((doubt) => doubt.frame === "always" && doubt.reason === reason))
    dag.doubts.all.push({ reason, frame: "always" });
}
