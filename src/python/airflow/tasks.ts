import { argument, argumentValue, hasUnknownArguments, mergeArguments } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtAll, type Machine, raise } from "../evaluate/machine.ts";
import { ofString, unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import type { Place } from "../syntax/ast.ts";
import { addTask, refuse } from "./add-task.ts";
import { checkArguments } from "./check-arguments.ts";
import type { DagValue, GroupValue, TaskValue } from "./dag-values.ts";
import { allowedKey } from "./dags.ts";
import { connect } from "./edges.ts";
import { childId, doubtKey } from "./ids.ts";
import { referencesIn } from "./references.ts";
import { noteTask } from "./setups.ts";
import { defaultsFor, type Home, homeFor } from "./task-home.ts";
import { plainArguments, templateFieldsOf } from "./template-fields.ts";

export interface TaskSpec {
  readonly operator: string;
  readonly label: string | null;
  readonly idText: string;
  readonly idPlace: Place;
  readonly given: readonly GivenArgument[];
  readonly home: Home;
  readonly isMapped: boolean;
  /** Whether what it is given is surely all that its operator gets. */
  readonly isSure: boolean;
  /** `null` where they are not known. */
  readonly templateFields: readonly string[] | null;
  /** The function that is decorated; absent for operators. */
  readonly callee?: Value;
  /** Arguments that no template of the task is made of, but of each of its copies. */
  readonly mapped?: readonly GivenArgument[];
  /** Values that are looked into whatever the templates are. */
  readonly more: readonly Value[];
  readonly place: Place;
  readonly path: string;
}

export function makeTask(spec: TaskSpec, machine: Machine): TaskValue {
  const { home, given } = spec;
  const defaults = defaultsFor(home, given);
  const rule = argumentValue(given, "trigger_rule") ?? argumentValue(defaults, "trigger_rule");
  const id = spec.isMapped ? spec.label : childId(home.group, spec.label);
  const task: TaskValue = {
    kind: "task",
    id,
    idText: spec.idText,
    operator: spec.operator,
    dag: null,
    group: home.group,
    isMapped: spec.isMapped,
    isSetup: false,
    isTeardown: false,
    triggerRule:
      rule ?? (hasUnknownArguments([...given, ...defaults]) ? unknown("trigger_rule") : ofString("all_success")),
    upstream: new Map(),
    downstream: new Map(),
    arguments: mergeArguments(given, spec.mapped ?? []),
    defaults,
    templateFields: spec.templateFields,
    callee: spec.callee ?? null,
    attributes: new Map(),
    place: spec.place,
    idPlace: spec.idPlace,
    path: spec.path,
    doubts: { born: machine.frame, all: [] },
  };
  if (id !== null && (!allowedKey.test(id) || [...id].length > 250))
    refuse(machine, "ValueError", `The key '${id.slice(0, 60)}' is not allowed as a task_id`, {
      path: task.path,
      place: spec.callee === undefined ? task.place : task.idPlace,
    });
  doubtKey(argument(given, "task_id") ?? argument(defaults, "task_id"), machine);
  checkPlace(spec, rule, machine);
  if (spec.isSure) checkArguments({ ...spec, ...home, defaults }, machine);
  if (machine.airflow.isUnclear) task.doubts.all.push({ reason: "where it belongs is not known", frame: "always" });
  if (home.group !== null) home.group.children.push(task);
  if (!spec.isMapped) noteTask(task, machine);
  if (home.dag !== null) addTask(home.dag, task, machine);
  applyReferences(task, mergeArguments(defaults, given), spec.more, machine);
  return task;
}

/** A DAG that fails fast takes no other rule than that all before succeeded. */
function isRefusedRule(rule: Value, { arguments: given }: DagValue): boolean {
  const isFast = argumentValue(given, "fail_fast") ?? argumentValue(given, "fail_stop");
  const name = idOf(rule);
  return isFast !== undefined && truthOf(isFast) === true && name !== null && name !== "all_success";
}

/** Notes what Airflow refuses of a task for the DAG and the group that it stands in. */
function checkPlace(spec: TaskSpec, rule: Value | undefined, machine: Machine): void {
  const { dag, group } = spec.home;
  if (rule !== undefined && dag !== null && isRefusedRule(rule, dag))
    refuse(machine, "FailFastDagInvalidTriggerRule", "a DAG that fails fast has another trigger rule", spec);
  if (spec.isMapped && isInMapped(group))
    refuse(machine, "NotImplementedError", "a mapped task stands in a mapped task group", spec);
  if ((group?.mappedOver ?? null) !== null && idOf(rule) === "always")
    dag?.doubts.all.push({ reason: "a task of a mapped group runs always, which Airflow may refuse", frame: "always" });
}

function isInMapped(group: GroupValue | null): boolean {
  return group !== null && (group.mappedOver !== null || isInMapped(group.parent));
}

/** Edges from the tasks whose results are in templates. */
export function applyReferences(
  task: TaskValue,
  given: readonly GivenArgument[],
  more: readonly Value[],
  machine: Machine,
): void {
  for (const one of given) applyReferencesOf(one, task, machine);
  for (const value of more) {
    const references = referencesIn(value);
    if (references === null) doubtEdges(task, null);
    else if (references.length > 0) connect(task, references, true, machine);
  }
}

function applyReferencesOf({ name, value }: GivenArgument, task: TaskValue, machine: Machine): void {
  if (name !== null && plainArguments.has(name)) return;
  const isOpen = name === "*" || name === "**";
  const isTemplate = isOpen || task.templateFields === null || task.templateFields.includes(name ?? "");
  const references = isTemplate ? referencesIn(value) : [];
  if (references?.length === 0) return;
  if (references !== null && task.templateFields !== null && !isOpen) connect(task, references, true, machine);
  else if (!isOpen || references !== null || mayHoldTasks(value)) doubtEdges(task, name);
}

function mayHoldTasks(value: Value): boolean {
  if (value.kind === "dict")
    return [...value.entries.values()].some((entry) => referencesIn(entry.value)?.length !== 0);
  return value.kind === "unknown" && value.isForeign;
}

function doubtEdges(task: TaskValue, name: string | null): void {
  const what = name === null ? "what it is mapped over" : `\`${name}\``;
  task.dag?.doubts.all.push({
    reason: `whether ${what} of the task ${task.id ?? task.idText} makes an edge is not known`,
    frame: "always",
  });
}

/** A task's id; a member of an enumeration of strings is one too. */
export function idOf(value: Value | undefined): string | null {
  if (value?.kind !== "external") return stringOf(value);
  return ruleName(value.name);
}

/** `airflow.sdk.TriggerRule.ALL_DONE` is `all_done`. */
export function ruleName(name: string): string | null {
  return /^airflow\..*\.TriggerRule\.([A-Z_]+)(?:\.value)?$/.exec(name)?.[1]?.toLowerCase() ?? null;
}

/** An operator of Airflow or a provider is called. */
export function constructTask(operator: string, call: NativeCall, isSure = true): TaskValue {
  const { machine, arguments: given, scope } = call;
  if (given.some((one) => one.name === null))
    raise("TypeError", "Use keyword arguments when initializing operators", call.place, scope);
  const home = homeFor(given, machine);
  const id = argument(given, "task_id") ?? argument(defaultsFor(home, given), "task_id");
  if (/(^|\.)SubDagOperator$/.test(operator)) registerSubDag(given, machine);
  return makeTask(
    {
      operator,
      label: idOf(id?.value),
      idText: id?.text ?? "task_id",
      idPlace: id?.place ?? call.place,
      given,
      home,
      isMapped: false,
      isSure,
      templateFields: templateFieldsOf(operator),
      more: [],
      place: call.place,
      path: scope.record.path,
    },
    machine,
  );
}

/** Airflow 2 takes the DAG of a `SubDagOperator` for one of the file's. */
function registerSubDag(given: readonly GivenArgument[], machine: Machine): void {
  const inner = argumentValue(given, "subdag");
  if (inner?.kind === "dag") inner.registrations.push(machine.frame);
  else doubtAll(machine, "the DAG of a `SubDagOperator` is not known");
}

/** A class of somebody else that is given a `task_id`: an operator, it seems. */
export function makeForeignTask(operator: string, call: NativeCall): TaskValue {
  const task = constructTask(operator, call);
  const own = operator.split(".").at(-1) ?? operator;
  task.dag?.doubts.all.push({ reason: `what \`${own}()\` does is not known`, frame: "always" });
  return task;
}
