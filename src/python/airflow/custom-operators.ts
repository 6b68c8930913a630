import { argumentValue } from "../evaluate/arguments.ts";
import { findMember } from "../evaluate/class.ts";
import { callFunction } from "../evaluate/function.ts";
import { raise } from "../evaluate/machine.ts";
import { native, none, unknown } from "../evaluate/make-values.ts";
import type { ClassValue, GivenArgument, InstanceValue, NativeCall, Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import type { TaskValue } from "./dag-values.ts";
import { partialOperator } from "./mapped.ts";
import { defaultsFor, homeFor } from "./task-home.ts";
import { applyReferences, constructTask } from "./tasks.ts";
import { templateFieldsOf } from "./template-fields.ts";

const madeTask = "__task__";

/** An operator whose class is written in the repository. */
export function makeCustomTask(one: ClassValue, base: string, call: NativeCall): Value {
  const init = initOf(one);
  const fields = fieldsOf(one, base);
  if (init?.kind !== "function") {
    const task = constructTask(base, call, isPlain(one));
    if (findMember(one, "__init__") !== undefined)
      task.dag?.doubts.all.push({ reason: `how \`${one.name}()\` makes its task is not known`, frame: "always" });
    return finish(named(task, one, fields), call.arguments, call);
  }
  const { machine, scope, place } = call;
  const takesAll = init.parameters.some(({ form, name }) => form === "**" || name === "default_args");
  if (!takesAll && one.members.has("__init__") && isPlain(one))
    raise("TypeError", "an operator's __init__() has no **kwargs", place, scope);
  const self: InstanceValue = {
    kind: "instance",
    class: one,
    attributes: new Map(),
    doubts: { born: machine.frame, all: [] },
  };
  const given = withDefaults(
    init.parameters.map((parameter) => parameter.name),
    call,
  );
  callFunction(init, [{ name: null, value: self, place, text: "self" }, ...given], call);
  const task = self.attributes.get(madeTask);
  if (task?.kind !== "task") {
    const active = machine.airflow.dags.at(-1);
    active?.doubts.all.push({ reason: `how \`${one.name}()\` makes its task is not known`, frame: "always" });
    return { kind: "unknown", text: call.text, isForeign: true, candidates: [] };
  }
  // What is set before the task is made does not stay, where all tasks have it.
  for (const [name, value] of self.attributes)
    if (name !== madeTask) task.attributes.set(name, /^(owner|retries)$/.test(name) ? unknown(name) : value);
  if (self.attributes.has("trigger_rule")) task.triggerRule = unknown("trigger_rule");
  const attributes = [...self.attributes].map(([name, value]) => ({ name, value, place, text: name }));
  return finish(named(task, one, fields), attributes, call);
}

/** The `__init__` of a class, unless the operator that it comes from is asked before. */
function initOf(one: ClassValue): Value | undefined {
  const [first] = one.bases;
  if (one.members.has("__init__") || first?.kind !== "external") return findMember(one, "__init__");
  return undefined;
}

/** Airflow gives a class the defaults for its own arguments. */
function withDefaults(parameters: readonly string[], call: NativeCall): readonly GivenArgument[] {
  const home = homeFor(call.arguments, call.machine);
  const given = new Set(call.arguments.map((one) => one.name));
  const defaults = defaultsFor(home, call.arguments).filter(
    (one) => one.name !== null && parameters.includes(one.name),
  );
  return [...call.arguments, ...defaults.filter((one) => !given.has(one.name))];
}

function named(task: TaskValue, one: ClassValue, fields: readonly string[] | null): TaskValue {
  const changed = task as { operator: string; templateFields: readonly string[] | null }; // it was made just now, for the class that it comes from
  changed.operator = `${one.scope.record.path}:${one.name}`;
  changed.templateFields = fields;
  return task;
}

/** Templates of its own, besides those of its base, which were looked into when that was made. */
function finish(task: TaskValue, given: readonly GivenArgument[], call: NativeCall): TaskValue {
  applyReferences(task, given, [], call.machine);
  return task;
}

function fieldsOf(one: ClassValue, base: string): readonly string[] | null {
  const own = findMember(one, "template_fields");
  if (own === undefined) return templateFieldsOf(base);
  if (own.kind !== "list" && own.kind !== "tuple") return stringOf(own) === null ? null : [stringOf(own) ?? ""];
  const names = own.items.map(stringOf);
  return names.every((name) => name !== null) ? names : null;
}

/** `super().__init__(…)` where the base is not of the repository. */
export function initialiseBase(owner: ClassValue, self: Value, call: NativeCall): Value {
  if (self.kind !== "instance") return none;
  const base = owner.bases.find((one) => one.kind === "external");
  if (base?.kind !== "external" || !/(Operator|Sensor)$/.test(base.name)) return none;
  const given = call.arguments.filter((one) => one.name !== null);
  const task = constructTask(base.name, { ...call, arguments: given }, isPlain(self.class));
  self.attributes.set(madeTask, task);
  self.attributes.set("task_id", argumentValue(given, "task_id") ?? none);
  return none;
}

/** Whether a class and those that it comes from have one base each, so that `super()` is that base. */
function isPlain({ bases }: ClassValue, depth = 0): boolean {
  const [base] = bases;
  if (bases.length !== 1 || base === undefined || depth > 20) return false;
  return base.kind === "external" || (base.kind === "class" && isPlain(base, depth + 1));
}

/** `Operator.partial` of a class of the repository. */
export function customPartial(one: ClassValue, base: string): Value {
  return native("partial", (call) =>
    partialOperator(`${one.scope.record.path}:${one.name}`, fieldsOf(one, base), call),
  );
}
