import type { GroupValue, Node, TaskValue } from "./dag-values.ts";

export function tasksOf(group: GroupValue): readonly TaskValue[] {
  return group.children.flatMap((child) => (child.kind === "task" ? [child] : tasksOf(child)));
}

/** What an edge to this ends in. */
export function rootsOf(node: Node): readonly TaskValue[] {
  switch (node.kind) {
    case "task":
      return [node];
    case "xcom":
      return node.tasks;
    case "label":
      return node.downstream.flatMap(rootsOf);
    case "group": {
      const tasks = tasksOf(node);
      const own = new Set(tasks);
      return tasks.filter((task) => [...task.upstream.keys()].every((one) => !own.has(one)));
    }
  }
}

/** What an edge from this begins in. */
export function leavesOf(node: Node): readonly TaskValue[] {
  switch (node.kind) {
    case "task":
      return [node];
    case "xcom":
      return node.tasks;
    case "label":
      return node.upstream.flatMap(leavesOf);
    case "group":
      return leavesOfGroup(node);
  }
}

/** As `TaskGroup.get_leaves`: teardown tasks are left out. */
function leavesOfGroup(group: GroupValue): readonly TaskValue[] {
  const tasks = tasksOf(group);
  const own = new Set(tasks);
  const found = new Set<TaskValue>();
  const hasOther = (task: TaskValue, except: TaskValue): boolean =>
    [...task.downstream.keys()].some((one) => one !== except && own.has(one) && !one.isTeardown);
  const search = (task: TaskValue, depth: number): void => {
    for (const one of task.upstream.keys()) {
      if (!own.has(one) || depth > 100) continue;
      if (one.isTeardown) search(one, depth + 1);
      else if (task.isTeardown && one.isSetup) continue;
      else if (!hasOther(one, task)) found.add(one);
    }
  };
  for (const task of tasks) {
    if ([...task.downstream.keys()].some((one) => own.has(one))) continue;
    if (task.isTeardown) search(task, 0);
    else found.add(task);
  }
  return [...found];
}

/** Of an empty group, the tasks that were set upstream of it. */
export function leavesForEdges(group: GroupValue): readonly TaskValue[] {
  for (let one: GroupValue | null = group; one !== null; one = one.parent) {
    const leaves = leavesOfGroup(one);
    if (leaves.length > 0) return leaves;
    if (one.upstreamTasks.size > 0) return [...one.upstreamTasks];
  }
  return [];
}
