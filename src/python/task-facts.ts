import { askedOfAirflow } from "./airflow/asked-of-airflow.ts";
import { choicesOf } from "./airflow/branch-choices.ts";
import type { DagValue, TaskValue } from "./airflow/dag-values.ts";
import { pullsOf } from "./airflow/pulled-results.ts";
import { ruleName } from "./airflow/tasks.ts";
import { factOf, nowhere, type SpanOf } from "./dag-facts.ts";
import type { Fact, Task } from "./dag-model.ts";
import { argument } from "./evaluate/arguments.ts";
import { type Frame, settle } from "./evaluate/doubt.ts";
import type { Value } from "./evaluate/value.ts";
import { integerOf, stringOf } from "./evaluate/value-contents.ts";
import { plainArguments } from "./plain-value.ts";

/** The tasks of a DAG whose ids are known, in the order in which they are made. */
export function tasksOfDag(dag: DagValue, spansOf: (path: string) => SpanOf, entry: string): readonly Task[] {
  return [...dag.tasks.values()].map((task) => toTask(task, dag, spansOf(task.path), entry));
}

function isSure(task: TaskValue, dag: DagValue): boolean {
  const isDoubted = task.doubts.all.length > 0;
  return !isDoubted && settle(task.doubts.born) === settle(dag.doubts.born);
}

function toTask(task: TaskValue, dag: DagValue, spanOf: SpanOf, entry: string): Task {
  const given = new Set(task.arguments.map((one) => one.name));
  const isOpen = [...task.arguments, ...task.defaults].some((one) => one.name === "**");
  const of = (name: string): ReturnType<typeof argument> =>
    argument(task.arguments, name) ?? argument(task.defaults, name);
  const set = (name: string): ReturnType<typeof argument> => {
    const value = task.attributes.get(name);
    return value === undefined ? null : { name, value, place: { start: 0, end: 0 }, text: "" };
  };
  return {
    taskId: task.id ?? "",
    idSpan: spanOf(task.idPlace) ?? nowhere,
    span: spanOf(task.place) ?? nowhere,
    definedIn: task.path === entry ? null : task.path,
    operator: task.operator,
    groupId: task.group === null || task.group.id === "" ? null : task.group.id,
    isMapped: task.isMapped,
    isSetup: task.isSetup,
    isTeardown: task.isTeardown,
    triggerRule: ruleOf(task.triggerRule),
    owner: factOf(set("owner") ?? of("owner"), isOpen, "airflow", spanOf, (value) => stringOf(value) ?? undefined),
    retries: factOf(set("retries") ?? of("retries"), isOpen, 0, spanOf, (value) => integerOf(value) ?? undefined),
    arguments: plainArguments(task.arguments, spanOf),
    defaults: plainArguments(
      task.defaults.filter((one) => !given.has(one.name)),
      spanOf,
    ),
    upstream: idsOf(task.upstream, dag),
    downstream: idsOf(task.downstream, dag),
    ...branchingOf(task, spanOf),
    ...pulledBy(task, spanOf),
    ...askedBy(task),
    isUnconditional: isSure(task, dag),
  };
}

function branchingOf(task: TaskValue, spanOf: SpanOf): Pick<Task, "branching"> {
  const found = choicesOf(task);
  if (found === null) return {};
  const { choices, isExact } = found;
  const here = choices.map(({ taskIds, place, path }) => ({
    taskIds,
    span: path === task.path ? spanOf(place) : null,
  }));
  return { branching: { choices: here, isExact } };
}

function pulledBy(task: TaskValue, spanOf: SpanOf): Pick<Task, "pulls"> {
  const found = pullsOf(task);
  if (found === null || found.path !== task.path) return {};
  const pulls = found.pulls.map(({ taskIds, place }) => ({ taskIds, span: spanOf(place) ?? nowhere }));
  return pulls.length === 0 ? {} : { pulls };
}

function askedBy(task: TaskValue): Pick<Task, "asks"> {
  const asks = askedOfAirflow(task);
  return asks.length === 0 ? {} : { asks };
}

function idsOf(relatives: ReadonlyMap<TaskValue, Frame | null>, dag: DagValue): readonly string[] {
  const born = settle(dag.doubts.born);
  const sure = [...relatives].filter(
    ([task, frame]) => settle(frame) === born && isSure(task, dag) && task.dag === dag,
  );
  return sure.flatMap(([task]) => (task.id === null ? [] : [task.id])).sort();
}

/** `TriggerRule.ALL_DONE` or `"all_done"` */
function ruleOf(value: Value): Fact<string> {
  const text = stringOf(value);
  if (text !== null) return { known: true, value: text, span: null };
  const rule = value.kind === "external" ? ruleName(value.name) : null;
  if (rule !== null) return { known: true, value: rule, span: null };
  return {
    known: false,
    expression: value.kind === "unknown" || value.kind === "made" ? value.text : value.kind,
    span: null,
  };
}
