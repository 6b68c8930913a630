import type { Span } from "../../domain/finding.ts";
import type { Task } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import type { LocatedDag } from "../dag-catalogue.ts";

/** A task or a group of another DAG that a task names, by constants. */
export interface AwaitedTask {
  readonly path: string;
  readonly span: Span;
  /** The task that names it. */
  readonly taskId: string;
  readonly dagId: string;
  readonly form: "task" | "group";
  readonly target: string;
}

const naming = [
  { name: "external_task_id", form: "task" },
  { name: "external_task_ids", form: "task" },
  { name: "external_task_group_id", form: "group" },
] as const;

/** What the sensors and markers of a DAG name, where neither the DAG nor the task is a template. */
export function awaitedTasksIn({ path, tasks, definedIn, isRegistered }: LocatedDag): readonly AwaitedTask[] {
  if (isRegistered === false || definedIn !== null) return [];
  return tasks.flatMap((task): readonly AwaitedTask[] => {
    const isNaming = /\bExternalTask(?:Sensor(?:Async)?|Marker)$/.test(task.operator);
    if (!isNaming || !task.isUnconditional || task.definedIn !== null) return [];
    const [dagId, ...others] = constantsOf(task, "external_dag_id").texts;
    if (dagId === undefined || others.length > 0) return [];
    return naming.flatMap(({ name, form }) => {
      const { texts, span } = constantsOf(task, name);
      return texts.map((target) => ({ path, span, taskId: task.taskId, dagId, form, target }));
    });
  });
}

function constantsOf(task: Task, name: string): { readonly texts: readonly string[]; readonly span: Span } {
  const given = [...task.arguments, ...task.defaults].find((one) => one.name === name);
  const span = given?.span ?? task.idSpan;
  return given === undefined ? { texts: [], span } : { texts: textsIn(given.value), span };
}

function textsIn(value: PlainValue): readonly string[] {
  const values = value.kind === "list" ? value.items : [value];
  return values.flatMap((one) =>
    one.kind === "constant" && typeof one.value === "string" && one.value !== "" && !/\{\{|\{%/.test(one.value)
      ? [one.value]
      : [],
  );
}
