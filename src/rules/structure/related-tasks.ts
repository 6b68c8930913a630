import type { Dag, Task } from "../../python/dag-model.ts";
import { onceOf } from "../once-of.ts";

type Side = "upstream" | "downstream";

/** The tasks of a DAG, by number, and how many more steps from one to the next are taken in it. */
interface Graph {
  readonly numbers: ReadonlyMap<string, number>;
  readonly upstream: readonly (readonly number[])[];
  readonly downstream: readonly (readonly number[])[];
  /** The length of the longest way to a task; `Infinity` in a circle, and behind one. */
  readonly levels: readonly number[];
  /** By task, the last search that came by. */
  readonly seen: Int32Array;
  searches: number;
  steps: number;
}

/** For each task and edge, over all that is asked of a DAG: of one in which that takes more steps than people's do, not all is said. */
const mostSteps = 500;

const graphOf = onceOf(({ tasks }: Dag): Graph => {
  const numbers = new Map(tasks.map(({ taskId }, index) => [taskId, index]));
  const next = (side: Side) => tasks.map((task) => task[side].flatMap((id) => numbers.get(id) ?? []));
  const [upstream, downstream] = [next("upstream"), next("downstream")];
  const edges = downstream.reduce((sum, { length }) => sum + length, 0);
  return {
    numbers,
    upstream,
    downstream,
    levels: levelsOf(upstream, downstream),
    seen: new Int32Array(tasks.length),
    searches: 0,
    steps: mostSteps * (tasks.length + edges),
  };
});

function levelsOf(upstream: Graph["upstream"], downstream: Graph["downstream"]): readonly number[] {
  const levels = upstream.map((): number => Number.POSITIVE_INFINITY);
  const missing = upstream.map(({ length }) => length);
  let open = [...missing.keys()].filter((one) => missing[one] === 0);
  for (let level = 0; open.length > 0; level += 1) {
    const following: number[] = [];
    for (const one of open) {
      levels[one] = level;
      for (const other of downstream[one] ?? []) {
        const left = (missing[other] ?? 0) - 1;
        missing[other] = left;
        if (left === 0) following.push(other);
      }
    }
    open = following;
  }
  return levels;
}

/** Whether so many more steps are taken in a DAG. */
export function takeSteps(dag: Dag, count: number): boolean {
  const graph = graphOf(dag);
  graph.steps -= count;
  return graph.steps >= 0;
}

/** Which of the tasks that are wanted are among some, or come before or after one of them; `null` where that takes too many steps. */
export function reached(
  dag: Dag,
  from: readonly string[],
  side: Side,
  wanted: ReadonlySet<string>,
): ReadonlySet<string> | null {
  const graph = graphOf(dag);
  const { numbers, levels, seen } = graph;
  const numbered = (ids: Iterable<string>) => [...ids].flatMap((id) => numbers.get(id) ?? []);
  const sought = new Set(numbered(wanted));
  const ends = [...sought].map((one) => levels[one] ?? 0);
  const furthest = side === "upstream" ? Math.min(...ends) : Math.max(...ends);
  const isPast = (one: number): boolean => {
    const level = levels[one] ?? 0;
    return Number.isFinite(level) && (side === "upstream" ? level <= furthest : level >= furthest);
  };
  graph.searches += 1;
  const found = new Set<string>();
  const open = numbered(from);
  for (let one = open.pop(); one !== undefined && found.size < sought.size; one = open.pop()) {
    if (seen[one] === graph.searches) continue;
    seen[one] = graph.searches;
    const id = dag.tasks[one]?.taskId;
    if (sought.has(one) && id !== undefined) found.add(id);
    if (isPast(one)) continue;
    const next = graph[side][one] ?? [];
    if (!takeSteps(dag, next.length + 1)) return null;
    for (const other of next) open.push(other);
  }
  return found;
}

/** Whether the task with an id runs before another, as far as is known. */
export function mayComeBefore(dag: Dag, taskId: string, later: Task): boolean {
  return reached(dag, later.upstream, "upstream", new Set([taskId]))?.has(taskId) ?? true;
}
