import { noteChange } from "../evaluate/doubt.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { DagValue, TaskValue } from "./dag-values.ts";

/** Puts a task into a DAG, as `DAG.add_task` does. */
export function addTask(dag: DagValue, task: TaskValue, machine: Machine): void {
  task.dag = dag;
  noteChange(dag.doubts, machine.frame);
  if (task.group === null) {
    const current = machine.airflow.groups.at(-1) ?? dag.root;
    task.group = current;
    current.children.push(task);
  }
  if (task.id === null) {
    dag.unnamed.push(task);
    return;
  }
  if (dag.tasks.has(task.id) || dag.root.usedIds.has(task.id)) {
    refuse(machine, "DuplicateTaskIdFound", `Task id '${task.id}' has already been added to the DAG`, task);
    if (dag.tasks.has(task.id)) return;
  }
  dag.tasks.set(task.id, task);
  dag.root.usedIds.add(task.id);
}

/** What Airflow refuses when it imports the file; under a doubt nobody knows whether it comes to that. */
export function refuse(
  machine: Machine,
  type: string,
  message: string,
  at: { readonly path: string; readonly place: { readonly start: number; readonly end: number } },
): void {
  machine.airflow.refusals.push({
    type,
    message,
    path: at.path,
    start: at.place.start,
    end: at.place.end,
    frame: machine.frame,
  });
}
