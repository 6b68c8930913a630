import { doubtOf } from "./doubt.ts";
import { doubtLoad, type Machine, step } from "./machine.ts";
import type { Value } from "./value.ts";

const plain: ReadonlySet<Value["kind"]> = new Set([
  "constant",
  "function",
  "class",
  "dag",
  "task",
  "group",
  "xcom",
] as const);

/** Whether all of it is known, so that what Python makes of it is so, or it raises. */
function isPlain(value: Value): boolean {
  switch (value.kind) {
    case "list":
      return doubtOf(value.doubts) === null && value.items.every(isPlainItem);
    case "tuple":
      return value.items.every(isPlainItem);
    case "dict":
      return doubtOf(value.doubts) === null && value.globalsOf === null;
    case "set":
      return doubtOf(value.doubts) === null;
    case "external":
      return /^(?:builtins|airflow)\./.test(value.name);
    default:
      return plain.has(value.kind);
  }
}

/** Of what a list holds: no further than that is looked. */
function isPlainItem({ kind }: Value): boolean {
  return plain.has(kind) || ["list", "tuple", "dict", "set"].includes(kind);
}

/** Says that Python may refuse what it is given, where that is all known, and yet not what comes of it. */
export function doubtOutcome(name: string, values: readonly Value[], machine: Machine): void {
  if (machine.loadDoubt !== null) return;
  for (const value of values) if (value.kind === "list" || value.kind === "tuple") step(machine, value.items.length);
  if (values.every(isPlain)) doubtLoad(machine, `whether \`${name}()\` takes what it is given is not known`);
}
