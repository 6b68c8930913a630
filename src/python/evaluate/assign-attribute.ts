import { setDagAttribute } from "../airflow/dag-attributes.ts";
import { setTaskAttribute } from "../airflow/task-attributes.ts";
import { noteUnknownUse } from "../airflow/unknown-use.ts";
import type { Expression } from "../syntax/ast.ts";
import { noteChange } from "./doubt.ts";
import { assign, type Machine } from "./machine.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

export function assignAttribute(
  owner: Value,
  name: string,
  value: Value,
  node: Expression,
  scope: Scope,
  machine: Machine,
): void {
  switch (owner.kind) {
    case "instance":
      noteChange(owner.doubts, machine.frame);
      owner.attributes.set(name, value);
      return;
    case "dag":
      setDagAttribute(owner, name, value, node, scope, machine);
      return;
    case "task":
      setTaskAttribute(owner, name, value, machine);
      return;
    case "xcom":
      for (const task of owner.tasks) setTaskAttribute(task, name, value, machine);
      return;
    case "function":
      owner.attributes.set(name, value);
      return;
    case "class":
      assign(machine, owner.scope, name, value);
      return;
    case "module":
      assign(machine, owner.record.scope, name, value);
      return;
    default:
      noteUnknownUse([owner, value], `it is kept in \`.${name}\` of something that is not known`, machine);
  }
}
