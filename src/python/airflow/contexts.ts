import type { Machine } from "../evaluate/machine.ts";
import { raise } from "../evaluate/machine.ts";
import { none } from "../evaluate/make-values.ts";
import type { Scope } from "../evaluate/scope.ts";
import type { Value } from "../evaluate/value.ts";
import type { Expression } from "../syntax/ast.ts";
import type { DagValue, GroupValue } from "./dag-values.ts";
import { connect } from "./edges.ts";
import { enterSetups, leaveSetups } from "./setups.ts";

/** Leaves a context; `isDone`: without an exception. */
export type Leave = (isDone: boolean) => void;

/** `with` a DAG, a group, or setup and teardown tasks; `null` for all else. */
export function enterContext(
  context: Value,
  node: Expression,
  scope: Scope,
  machine: Machine,
): { readonly value: Value; readonly leave: Leave } | null {
  switch (context.kind) {
    case "dag":
      context.form = context.form === "assignment" && node.kind === "call" ? "context" : context.form;
      return { value: context, leave: enterDag(context, machine) };
    case "group":
      return { value: context, leave: enterGroup(context, machine) };
    case "task":
    case "xcom": {
      const tasks = context.kind === "task" ? [context] : context.tasks.slice(0, 1);
      if (tasks.some((task) => !task.isSetup && !task.isTeardown))
        return raise("AirflowException", "Only setup/teardown tasks can be used as context managers.", node, scope);
      enterSetups(tasks, machine);
      // What is bound is a class with one method, `add_task`.
      return { value: none, leave: () => leaveSetups(machine) };
    }
    case "list": {
      const tasks = context.items.flatMap((one) =>
        one.kind === "task" ? [one] : one.kind === "xcom" ? one.tasks : [],
      );
      if (tasks.length === 0) return null;
      enterSetups(tasks, machine);
      return { value: none, leave: () => leaveSetups(machine) };
    }
    default:
      return null;
  }
}

export function enterDag(dag: DagValue, machine: Machine): Leave {
  const { dags } = machine.airflow;
  const depth = dags.length;
  dags.push(dag);
  return () => {
    dags.length = depth;
    dag.registrations.push(machine.frame);
  };
}

export function enterGroup(group: GroupValue, machine: Machine): Leave {
  const { groups } = machine.airflow;
  const depth = groups.length;
  groups.push(group);
  return () => {
    groups.length = depth;
    for (const task of group.mappedOver ?? []) connect(group, [task], true, machine);
  };
}
