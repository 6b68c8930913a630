import type { DagValue } from "./airflow/dag-values.ts";
import type { SpanOf } from "./dag-facts.ts";
import type { Dag, Task } from "./dag-model.ts";
import type { Machine } from "./evaluate/machine.ts";
import { findCycle } from "./find-cycle.ts";

/** A circle of a DAG's tasks, and the expression written last that sets an edge of it. */
export function circleOf(
  dag: DagValue,
  tasks: readonly Task[],
  path: string,
  spanOf: SpanOf,
  { airflow }: Machine,
): Pick<Dag, "circle"> {
  const taskIds = findCycle({ tasks });
  if (taskIds === null) return {};
  const known = new Map([...dag.tasks.values()].map((task) => [task.id, task]));
  const places = taskIds.slice(1).flatMap((to, index) => {
    const [from, next] = [known.get(taskIds[index] ?? null), known.get(to)];
    const place = from === undefined || next === undefined ? undefined : airflow.edgePlaces.get(from)?.get(next);
    return place?.path === path ? [place] : [];
  });
  const last = places.toSorted((a, b) => a.end - b.end).at(-1);
  return { circle: { taskIds, span: last === undefined ? null : spanOf(last) } };
}
