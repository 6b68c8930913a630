import { doubtFile } from "../airflow/add-task.ts";
import { callAirflow } from "../airflow/call-airflow.ts";
import { makeForeignTask } from "../airflow/tasks.ts";
import { callDagster } from "../dagster/call-dagster.ts";
import { doubtCall } from "./call.ts";
import { mayMatter } from "./evaluate.ts";
import { builtinFunctions } from "./functions-builtin.ts";
import { iterableFunctions } from "./functions-of-iterables.ts";
import { standardFunctions } from "./functions-standard.ts";
import { doubtAll, surprise } from "./machine.ts";
import { none } from "./make-values.ts";
import { isHarmless } from "./packages.ts";
import { doubtOutcome } from "./plain-values.ts";
import { isSureCall } from "./sure-calls.ts";
import { noteUnknownUse } from "./unknown-use.ts";
import type { NativeCall, Value } from "./value.ts";

/** Calls something of a package by its full name. */
export function callExternal(name: string, call: NativeCall): Value {
  const run = builtinFunctions[name] ?? iterableFunctions[name] ?? standardFunctions[name];
  const known = run?.(call) ?? null;
  if (known !== null) return known;
  if (name.startsWith("dagster.")) return callDagster(name.slice("dagster.".length), call);
  const ofAirflow = callAirflow(name, call);
  if (ofAirflow !== null) return ofAirflow;
  return name.startsWith("builtins.") || isHarmless(name) ? callHarmless(name, call) : callForeign(name, call);
}

const dangerous = /^builtins\.(exec|eval|compile|__import__|vars|locals|setattr|delattr|super)$/;

const runsAnything = /^builtins\.(exec|eval)$/;

/** Look at what they are given, and give back nothing of it. */
const quiet =
  /^(builtins\.(print|isinstance|issubclass|id|hash|type|callable|repr|len|str|format|hasattr)|pprint\.|json\.dumps$|logging\.|warnings\.|typing\.|abc\.)/;

/** Change what they are given. */
const changing = /^(random\.|heapq\.|bisect\.insort|operator\.|builtins\.(list|dict|set|next)\b)/;

/** Decorators that give back what they decorate. */
const transparent =
  /^(abc\.abstract\w+|typing(_extensions)?\.(final|overload|override|no_type_check|runtime_checkable)|atexit\.register|functools\.update_wrapper|enum\.unique)$/;

function callHarmless(name: string, call: NativeCall): Value {
  const { machine, place, scope } = call;
  const values = call.arguments.map(({ value }) => value);
  const own = name.replace(/^builtins\./, "");
  const isSure = isSureCall(name, call);
  if (refusing.test(name) && !isSure) doubtOutcome(own, values, machine);
  if (nameless.test(name) && call.arguments.some((one) => /^\w/.test(one.name ?? ""))) doubtOutcome(own, [], machine);
  if (name === "builtins.setattr" && values.length !== 3) doubtOutcome(own, [], machine);
  if (dangerous.test(name)) {
    noteUnknownUse(values, `what \`${own}()\` does is not known`, machine);
    const reason = `\`${own}()\` can define DAGs that are not written out`;
    if (runsAnything.test(name)) doubtFile(machine, reason);
    else doubtAll(machine, reason);
    return surprise(machine, place, scope, true);
  }
  const [first] = values;
  const takesCode = values.some(
    (value) => ["function", "native", "class"].includes(value.kind) || (value.kind === "generator" && value.isCode),
  );
  if (transparent.test(name) && first !== undefined && takesCode) return first;
  if (isSure) machine.excused += 1;
  if (quiet.test(name)) {
    if (machine.surroundings.isPackaged === true) machine.surprises += 1;
    return name === "builtins.print" ? none : made(name, call);
  }
  if (name.startsWith("airflow.")) {
    // A decorator of Airflow's gives back what may run what it decorates; a class keeps it for the run.
    const isClass = /(^|\.)_?[A-Z]\w*$/.test(name);
    return takesCode && !isClass ? surprise(machine, place, scope, true) : made(name, call);
  }
  machine.surprises += 1;
  // It may call what it is given.
  if (takesCode && !name.startsWith("contextlib.")) return doubtCall(own, call.arguments, call);
  const changed = changing.test(name) ? values : values.filter(({ kind }) => kind === "generator" || kind === "path");
  noteUnknownUse(changed, `\`${own}()\` may change it`, machine);
  if (!values.some(isTelling)) return made(name, call);
  noteUnknownUse(values, `it is passed to \`${own}()\``, machine);
  return surprise(machine, place, scope, true);
}

/** Functions of Python's own that raise where they are given what they do not take. */
const refusing =
  /^(?:builtins\.(?!(?:open|str|bool|isinstance|issubclass|hasattr|setattr|vars|locals)$)[a-z]|datetime\.(?:datetime|date|timedelta)$)/;

/** Of these, those that take nothing by name. */
const nameless =
  /^builtins\.(?:abs|all|any|bool|callable|chr|filter|float|frozenset|hash|id|iter|len|list|map|next|ord|range|repr|reversed|set|tuple)$/;

/** Whether something may come out again that makes or holds DAGs and tasks. */
function isTelling(value: Value): boolean {
  return value.kind === "external" ? !isHarmless(value.name) && !value.name.startsWith("builtins.") : mayMatter(value);
}

function made(name: string, call: NativeCall): Value {
  return { kind: "made", by: name, arguments: call.arguments, text: call.text };
}

function callForeign(name: string, call: NativeCall): Value {
  const { machine, scope, place } = call;
  const own = name.split(".").at(-1) ?? name;
  const isClass = /^_?[A-Z]\w*[a-z]/.test(own) || /^[A-Z]$/.test(own);
  if (isClass && call.arguments.some((one) => one.name === "task_id")) return makeForeignTask(name, call);
  if (isClass && !/dag|group|pipeline|workflow|factory|builder/i.test(name)) {
    const reason = `what \`${own}()\` does is not known`;
    noteUnknownUse(
      call.arguments.map(({ value }) => value),
      reason,
      machine,
    );
    const active = machine.airflow.dags.at(-1);
    active?.doubts.all.push({ reason, frame: "always" });
    machine.surprises += 1;
    return { kind: "unknown", text: call.text, isForeign: active !== undefined, candidates: [] };
  }
  const written = place.kind === "call" ? scope.record.syntax.source.slice(place.callee.start, place.callee.end) : own;
  return doubtCall(written, call.arguments, call);
}
