import { argumentValue, positionals } from "../evaluate/arguments.ts";
import { iterate } from "../evaluate/iterate.ts";
import { type Machine, raise } from "../evaluate/machine.ts";
import { native, ofBoolean, ofList, ofString, unknown } from "../evaluate/make-values.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { TaskValue, XComValue } from "./dag-values.ts";
import { connect, isNode } from "./edges.ts";
import { relativesMethod } from "./groups.ts";

export function resultOf(task: TaskValue): XComValue {
  return { kind: "xcom", tasks: [task], isPlain: true };
}

/** `XComArg(operator)` */
export function constructXCom({ arguments: given, text }: NativeCall): Value {
  const operator = argumentValue(given, "operator", 0);
  return operator?.kind === "task" ? resultOf(operator) : unknown(text, true);
}

/** `result["key"]`; `null` for a key that Airflow refuses. */
export function xcomItem(value: XComValue, key: Value): Value | null {
  if (key.kind !== "constant") return value;
  const text = stringOf(key);
  return text === null ? null : { ...value, isKeyed: text !== "return_value" };
}

export function xcomAttribute(value: XComValue, name: string): Value | null {
  const [task] = value.tasks;
  switch (name) {
    case "operator":
      return value.isPlain && task !== undefined ? task : null;
    case "output":
      return null;
    case "key":
      return unknown("key");
    case "is_setup":
    case "is_teardown":
      return task === undefined ? null : ofBoolean(name === "is_setup" ? task.isSetup : task.isTeardown);
    case "map":
      return native(name, () => ({ ...value, isPlain: false }));
    case "zip":
    case "concat":
      return native(name, ({ arguments: given, text }) => {
        const others = positionals(given);
        const known = others.flatMap((other) => (other.kind === "xcom" ? other.tasks : []));
        if (others.some((other) => other.kind !== "xcom")) return unknown(text, true);
        const isKeyed = [value, ...others].some((one) => one.kind === "xcom" && one.isKeyed === true);
        return { kind: "xcom", tasks: [...new Set([...value.tasks, ...known])], isKeyed, isPlain: false };
      });
    case "set_upstream":
    case "set_downstream":
      return relativesMethod(value, name);
    case "as_setup":
    case "as_teardown":
      return markMethod(value, value.tasks, name);
    case "roots":
    case "leaves":
      return ofList(value.tasks, null);
    default:
      return null;
  }
}

/** `.as_setup()` and `.as_teardown(setups=…)` of tasks and results. */
export function markMethod(self: Value, tasks: readonly TaskValue[], name: "as_setup" | "as_teardown"): Value {
  return native(name, ({ arguments: given, machine, place, scope }) => {
    for (const task of tasks) {
      if (name === "as_setup" ? task.isTeardown : task.isSetup)
        raise("ValueError", "a task cannot be both setup and teardown", place, scope);
      if (name === "as_setup") task.isSetup = true;
      else {
        task.isTeardown = true;
        task.triggerRule = ofString("all_done_setup_success");
        const setups = argumentValue(given, "setups");
        if (setups?.kind === "task" && setups.isTeardown)
          raise("ValueError", "a task cannot be both setup and teardown", place, scope);
        joinSetups(task, setups, machine);
      }
    }
    return self;
  });
}

function joinSetups(task: TaskValue, setups: Value | undefined, machine: Machine): void {
  if (setups === undefined || isNone(setups)) return;
  const all = isNode(setups) ? [setups] : (iterate(setups, machine) ?? []);
  for (const one of all) {
    const marked = one.kind === "task" ? [one] : one.kind === "xcom" ? one.tasks : [];
    for (const setup of marked) setup.isSetup = true;
    if (isNode(one)) connect(one, [task], false, machine);
  }
  if (all.length === 0 || !all.every(isNode))
    task.dag?.doubts.all.push({ reason: "the setups of a teardown task are not known", frame: "always" });
}
