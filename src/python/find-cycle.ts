interface Linked {
  readonly tasks: readonly { readonly taskId: string; readonly downstream: readonly string[] }[];
}

/** The ids of tasks that wait for each other in a circle; `null` when there are none. */
export function findCycle(dag: Linked): readonly string[] | null {
  const next = new Map(dag.tasks.map((task) => [task.taskId, task.downstream]));
  const state = new Map<string, "open" | "done">();
  for (const start of next.keys()) {
    const path: { id: string; at: number }[] = [{ id: start, at: 0 }];
    if (state.has(start)) continue;
    state.set(start, "open");
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const follower = next.get(top.id)?.[top.at];
      top.at += 1;
      if (follower === undefined) {
        state.set(top.id, "done");
        path.pop();
      } else if (state.get(follower) === "open") {
        const from = path.findIndex(({ id }) => id === follower);
        return [...path.slice(from).map(({ id }) => id), follower];
      } else if (!state.has(follower)) {
        state.set(follower, "open");
        path.push({ id: follower, at: 0 });
      }
    }
  }
  return null;
}
