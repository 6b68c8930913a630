import type { Dag } from "../../python/dag-model.ts";

/** Whether a DAG has a task or a group of this id. */
export function hasTaskOrGroup({ tasks }: Dag, id: string): boolean {
  return tasks.some(({ taskId, groupId }) => taskId === id || groupId === id || groupId?.startsWith(`${id}.`) === true);
}

/** The tasks that stand for a task's or a group's id: the first ones of a group. */
export function tasksFor({ tasks }: Dag, id: string): readonly string[] {
  if (tasks.some(({ taskId }) => taskId === id)) return [id];
  const inside = tasks.filter(({ groupId }) => groupId === id || groupId?.startsWith(`${id}.`) === true);
  const ids = new Set(inside.map(({ taskId }) => taskId));
  return inside.filter(({ upstream }) => !upstream.some((one) => ids.has(one))).map(({ taskId }) => taskId);
}
