import type { Dag } from "../../python/dag-model.ts";

/** All tasks that come before a task, or after it, without itself. */
export function relativesOf({ tasks }: Dag, taskId: string, side: "upstream" | "downstream"): ReadonlySet<string> {
  const next = new Map(tasks.map((task) => [task.taskId, task[side]]));
  const found = new Set<string>();
  const open = [...(next.get(taskId) ?? [])];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    open.push(...(next.get(one) ?? []));
  }
  return found;
}
