import type { Dag, Task } from "../../python/dag-model.ts";
import { onceOf } from "../once-of.ts";

interface Ids {
  readonly tasks: ReadonlySet<string>;
  /** By the id of a group, the tasks in it and in the groups within. */
  readonly groups: ReadonlyMap<string, readonly Task[]>;
}

const idsOf = onceOf(({ tasks }: Dag): Ids => {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    for (const id of withOuter(task.groupId)) {
      const inside = groups.get(id);
      if (inside === undefined) groups.set(id, [task]);
      else inside.push(task);
    }
  }
  return { tasks: new Set(tasks.map(({ taskId }) => taskId)), groups };
});

/** `a.b.c`, and `a.b` and `a`. */
function withOuter(groupId: string | null): readonly string[] {
  if (groupId === null) return [];
  return [...Array.from(groupId.matchAll(/\./g), ({ index }) => groupId.slice(0, index)), groupId];
}

export function hasTask(dag: Dag, id: string): boolean {
  return idsOf(dag).tasks.has(id);
}

/** Whether a DAG has a task or a group of this id. */
export function hasTaskOrGroup(dag: Dag, id: string): boolean {
  return hasTask(dag, id) || idsOf(dag).groups.has(id);
}

/** The tasks that stand for a task's or a group's id: the first ones of a group. */
export function tasksFor(dag: Dag, id: string): readonly string[] {
  return hasTask(dag, id) ? [id] : (firstOfGroups(dag).get(id) ?? []);
}

const firstOfGroups = onceOf((dag: Dag): ReadonlyMap<string, readonly string[]> => {
  const firstIn = (inside: readonly Task[]): readonly string[] => {
    const ids = new Set(inside.map(({ taskId }) => taskId));
    return inside.filter(({ upstream }) => !upstream.some((one) => ids.has(one))).map(({ taskId }) => taskId);
  };
  return new Map([...idsOf(dag).groups].map(([id, inside]) => [id, firstIn(inside)]));
});
