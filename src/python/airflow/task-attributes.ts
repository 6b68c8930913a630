import { argumentValue } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtOf, noteChange, settle } from "../evaluate/doubt.ts";
import type { Machine } from "../evaluate/machine.ts";
import { none, ofBoolean, ofList, ofString, unknown } from "../evaluate/make-values.ts";
import type { Value } from "../evaluate/value.ts";
import { addTask } from "./add-task.ts";
import type { TaskValue } from "./dag-values.ts";
import { relativesMethod } from "./groups.ts";
import { applyReferences } from "./tasks.ts";
import { markMethod, resultOf } from "./xcom.ts";

export function taskAttribute(task: TaskValue, name: string, machine: Machine): Value | null {
  const own = task.attributes.get(name);
  if (own !== undefined) return own;
  switch (name) {
    case "output":
      return resultOf(task);
    case "task_id":
    case "node_id":
      return task.id === null ? unknown(task.idText) : ofString(task.id);
    case "dag":
      return task.dag ?? none;
    case "dag_id":
      return task.dag?.id ?? unknown("dag_id");
    case "task_group":
      return task.group ?? none;
    case "set_upstream":
    case "set_downstream":
      return relativesMethod(task, name);
    case "as_setup":
    case "as_teardown":
      return markMethod(task, [task], name);
    case "upstream_list":
    case "downstream_list": {
      // Airflow keeps the ids in a set: the order of more than one is not known.
      const next = [...(name === "upstream_list" ? task.upstream : task.downstream).keys()];
      const isKnown = next.length < 2 && task.dag !== null && doubtOf(task.dag.doubts) === null;
      return isKnown ? ofList(next, task.dag?.doubts.born ?? null) : unknown(name, true);
    }
    case "is_setup":
      return ofBoolean(task.isSetup);
    case "is_teardown":
      return ofBoolean(task.isTeardown);
    case "trigger_rule":
      return task.triggerRule;
    case "execute":
    case "pre_execute":
    case "post_execute":
    case "log":
    case "defer":
    case "template_fields":
    case "owner":
    case "retries":
      return (
        argumentValue(task.arguments, name) ?? argumentValue(task.defaults, name) ?? unknown(`${task.idText}.${name}`)
      );
    default:
      return machine.frame === null ? (argumentValue(task.arguments, name) ?? null) : null;
  }
}

export function setTaskAttribute(task: TaskValue, name: string, given: Value, machine: Machine): void {
  const isSure = settle(machine.frame) === settle(task.doubts.born);
  const value = isSure || !/^(trigger_rule|owner|retries)$/.test(name) ? given : unknown(name);
  if (task.dag !== null) noteChange(task.dag.doubts, machine.frame);
  switch (name) {
    case "dag":
      if (value.kind === "dag" && task.dag === null) addTask(value, task, machine);
      else if (value.kind !== "dag" && task.dag === null)
        for (const dag of machine.dags)
          dag.doubts.all.push({ reason: "a task is given to a DAG that is not known", frame: "always" });
      return;
    case "is_setup":
      task.isSetup = truthOf(value) === true;
      return;
    case "is_teardown":
      task.isTeardown = truthOf(value) === true;
      return;
    case "trigger_rule":
      task.triggerRule = value;
      return;
    case "task_id":
    case "upstream_task_ids":
    case "downstream_task_ids":
      task.dag?.doubts.all.push({ reason: `\`${name}\` of a task is set`, frame: "always" });
      return;
    default:
      task.attributes.set(name, value);
      applyReferences(task, [{ name, value, place: task.place, text: name }], [], machine);
  }
}
