import type { Dag, Task } from "../../python/dag-model.ts";

type Side = "upstream" | "downstream";
type Tasks = ReadonlyMap<string, Task>;

const known = new WeakMap<Dag, Tasks>();

function tasksById(dag: Dag): Tasks {
  const tasks = known.get(dag) ?? new Map(dag.tasks.map((task) => [task.taskId, task]));
  known.set(dag, tasks);
  return tasks;
}

/** All tasks that come before a task, or after it, without itself. */
export function relativesOf(dag: Dag, taskId: string, side: Side): ReadonlySet<string> {
  const tasks = tasksById(dag);
  const found = new Set<string>();
  const open = [...(tasks.get(taskId)?.[side] ?? [])];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    open.push(...(tasks.get(one)?.[side] ?? []));
  }
  return found;
}

/** Whether the task with an id surely runs before another. */
export function comesBefore(dag: Dag, taskId: string, later: Task): boolean {
  return later.upstream.includes(taskId) || relativesOf(dag, later.taskId, "upstream").has(taskId);
}
