import type { Dag } from "../../python/dag-model.ts";

/** The tasks of a DAG by their ids, and the groups that any of them is in. */
export interface TaskIds {
  readonly task: readonly string[];
  readonly group: readonly string[];
}

/** In characters: those of a DAG that people write are kept, those of one that a program writes are not. */
const longest = 4000;

export function taskIdsOf({ tasks }: Pick<Dag, "tasks">): TaskIds {
  const groups = new Set<string>();
  for (const { groupId } of tasks) {
    // a group in another has its id before its own
    for (let id = groupId ?? ""; id !== "" && !groups.has(id); id = id.slice(0, Math.max(id.lastIndexOf("."), 0)))
      groups.add(id);
  }
  return { task: tasks.map(({ taskId }) => taskId), group: [...groups] };
}

/** The same, `undefined` where they are too many to be kept. */
export function keptTaskIdsOf(dag: Pick<Dag, "tasks">): TaskIds | undefined {
  const ids = taskIdsOf(dag);
  const length = [...ids.task, ...ids.group].reduce((sum, id) => sum + id.length, 0);
  return length <= longest ? ids : undefined;
}
