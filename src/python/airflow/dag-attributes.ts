import { argumentValue, positionals } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtOf, noteChange } from "../evaluate/doubt.ts";
import { iterate } from "../evaluate/iterate.ts";
import { doubtLoad, textOf } from "../evaluate/machine.ts";
import { native, none, ofDict, ofList, ofString, unknown } from "../evaluate/make-values.ts";
import type { Site } from "../evaluate/site.ts";
import type { Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import { addTask } from "./add-task.ts";
import { callAirflow } from "./call-airflow.ts";
import { isOddTags } from "./check-dag.ts";
import type { DagValue } from "./dag-values.ts";
import { connect } from "./edges.ts";

export function dagAttribute(dag: DagValue, name: string): Value | null {
  switch (name) {
    case "dag_id":
      return dag.id;
    case "task":
      return taskDecorator(dag);
    case "task_group":
      return dag.root;
    case "get_task":
      return native(name, ({ arguments: given, text }) => {
        const id = stringOf(positionals(given)[0] ?? given[0]?.value);
        return (id === null || doubtOf(dag.doubts) !== null ? undefined : dag.tasks.get(id)) ?? unknown(text, true);
      });
    case "tasks":
      return knownTasks(dag) ? ofList([...dag.tasks.values()], dag.doubts.born) : unknown("tasks", true);
    case "roots":
    case "leaves": {
      if (!knownTasks(dag)) return unknown(name, true);
      const ends = [...dag.tasks.values()].filter(
        (task) => (name === "roots" ? task.upstream : task.downstream).size === 0,
      );
      return ofList(ends, dag.doubts.born);
    }
    case "task_ids":
      return knownTasks(dag) ? ofList([...dag.tasks.keys()].map(ofString), dag.doubts.born) : unknown("task_ids");
    case "task_dict": {
      if (!knownTasks(dag)) return unknown("task_dict", true);
      const entries = [...dag.tasks].map(([id, value]) => [`str:${id}`, { key: ofString(id), value }] as const);
      return ofDict(entries, dag.doubts.born);
    }
    case "add_task":
    case "add_tasks":
      return native(name, ({ arguments: given, machine, text }) => {
        const [value] = given;
        const tasks = value === undefined ? null : name === "add_tasks" ? iterate(value.value, machine) : [value.value];
        for (const task of tasks ?? []) if (task.kind === "task") addTask(dag, task, machine);
        const isKnown = tasks?.every((task) => task.kind === "task") === true;
        if (!isKnown) dag.doubts.all.push({ reason: "a task is added that is not known", frame: "always" });
        return isKnown ? none : unknown(text);
      });
    case "set_dependency":
      return native(name, ({ arguments: given, machine }) => {
        const [from, to] = [argumentValue(given, "upstream_task_id", 0), argumentValue(given, "downstream_task_id", 1)];
        const [a, b] = [dag.tasks.get(stringOf(from) ?? ""), dag.tasks.get(stringOf(to) ?? "")];
        if (a !== undefined && b !== undefined) connect(a, [b], false, machine);
        else dag.doubts.all.push({ reason: "an edge leads to something that is not known", frame: "always" });
        return none;
      });
    case "partial_subset":
    case "sub_dag":
      return native(name, ({ text }) => {
        dag.doubts.all.push({ reason: "a part of it has its id too", frame: "always" });
        return unknown(text, true);
      });
    case "test":
    case "cli":
    case "clear":
    case "validate":
    case "topological_sort":
    case "param":
    case "get_run_dates":
      return native(name, ({ text }) => unknown(text));
    case "add_result":
      return native(name, ({ arguments: given }) => given[0]?.value ?? none);
    case "doc_md":
    case "description":
    case "tags":
    case "schedule":
    case "start_date":
    case "default_args":
    case "params":
    case "catchup":
      return argumentValue(dag.arguments, name) ?? unknown(name);
    case "fileloc":
    case "folder":
    case "filepath":
    case "timezone":
    case "timetable":
    case "owner":
    case "max_active_runs":
    case "is_paused_upon_creation":
      return unknown(name);
    default:
      return null;
  }
}

function knownTasks(dag: DagValue): boolean {
  return doubtOf(dag.doubts) === null && dag.unnamed.length === 0;
}

/** `@dag.task` is `@task` with the DAG given; it has none of the other kinds. */
function taskDecorator(dag: DagValue): Value {
  const name = "airflow.sdk.task";
  return native(name, (call) => {
    const [only] = call.arguments;
    const rest = { name: "dag", value: dag, place: call.place, text: "dag" };
    if (call.arguments.length === 1 && only?.name === null) {
      const decorate = callAirflow(name, { ...call, arguments: [rest] });
      return decorate?.kind === "native" ? decorate.call(call) : unknown(call.text, true);
    }
    return callAirflow(name, { ...call, arguments: [...call.arguments, rest] }) ?? unknown(call.text, true);
  });
}

export function setDagAttribute(dag: DagValue, name: string, value: Value, { place, scope, machine }: Site): void {
  noteChange(dag.doubts, machine.frame);
  if (["dag_id", "_dag_id", "task_dict", "task_group", "edge_info", "partial"].includes(name)) {
    dag.doubts.all.push({ reason: `\`${name}\` of a DAG is set`, frame: "always" });
    machine.doubts.all.push({ reason: `\`${name}\` of a DAG is set`, frame: "always" });
    return;
  }
  if (name === "tags" && isOddTags(value, machine)) doubtLoad(machine, "whether Airflow takes its `tags` is not known");
  if (name === "auto_register") dag.autoRegister = truthOf(value);
  const kept = dag.arguments.filter((one) => one.name !== name);
  dag.arguments.splice(0, dag.arguments.length, ...kept, { name, value, place, text: textOf(place, scope) });
}
