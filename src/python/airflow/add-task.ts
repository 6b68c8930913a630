import { noteChange } from "../evaluate/doubt.ts";
import { doubtAll, type Machine, step } from "../evaluate/machine.ts";
import type { Place } from "../syntax/ast.ts";
import type { Refusal } from "./airflow-state.ts";
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

/**
 * What Airflow refuses when it imports the file; under a doubt nobody knows whether it comes to that. Where the exception may be caught
 * it is as if nobody knew whether there is one.
 */
export function refuse(
  machine: Machine,
  type: string,
  message: string,
  { path, place: { start, end } }: { readonly path: string; readonly place: Place },
  argument?: Refusal["argument"],
): void {
  if (machine.guards > 0) {
    machine.surprises += 1;
    machine.airflow.isUnclear = true;
    doubtDags(machine, `it may be refused: ${message}`);
    return;
  }
  const { refusals } = machine.airflow;
  const isNoted = refusals.some(
    (one) => one.path === path && one.start === start && one.message === message && one.frame === machine.frame,
  );
  if (!isNoted) refusals.push({ type, message, path, start, end, frame: machine.frame, ...(argument && { argument }) });
}

/** Says of all DAGs that more may be in them. */
export function doubtDags(machine: Machine, reason: string): void {
  step(machine, machine.dags.length);
  for (const dag of machine.dags) dag.doubts.all.push({ reason, frame: "always" });
}

/** Says that Airflow may refuse the file, with all that is in it. */
export function doubtFile(machine: Machine, reason: string): void {
  doubtAll(machine, reason);
  doubtDags(machine, reason);
  machine.airflow.isUnclear = true;
}
