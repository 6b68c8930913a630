import { expect, test } from "vitest";
import type { Dag, DagModule, Task } from "../../../src/python/dag-model.ts";
import { hasTaskOrGroup, tasksFor } from "../../../src/rules/structure/followed-tasks.ts";
import { mayComeBefore, reached } from "../../../src/rules/structure/related-tasks.ts";
import { taskAfterItself } from "../../../src/rules/structure/task-after-itself.ts";
import type { FileSubject } from "../../../src/rules/subject.ts";
import { expectLinear } from "../../support/cost-of.ts";

type Edges = Partial<Pick<Task, "upstream" | "downstream" | "groupId">>;

/** Only what is asked of a DAG here. */
function dagOf(tasks: Readonly<Record<string, Edges>>): Dag {
  const all = Object.entries(tasks).map(([taskId, edges]) => ({
    ...{ taskId, upstream: [], downstream: [], groupId: null, definedIn: null },
    ...edges,
  }));
  return { tasks: all, certainty: "exact", definedIn: null } as unknown as Dag; // the rest is not looked at
}

/** Each task comes before the next. */
function chainOf(length: number): Dag {
  const names = Array.from({ length }, (_, at) => `t${at}`);
  return dagOf(
    Object.fromEntries(
      names.map((name, at) => [
        name,
        { upstream: names.slice(Math.max(0, at - 1), at), downstream: names.slice(at + 1, at + 2) },
      ]),
    ),
  );
}

test("what comes before and after, also in a circle and behind one", () => {
  const dag = dagOf({
    a: { downstream: ["b"] },
    b: { upstream: ["a", "c"], downstream: ["c", "d"] },
    c: { upstream: ["b"], downstream: ["b"] },
    d: { upstream: ["b"] },
    e: {},
  });
  const before = (id: string) => dag.tasks.filter((later) => mayComeBefore(dag, id, later)).map(({ taskId }) => taskId);
  expect([before("a"), before("b"), before("c"), before("d")]).toEqual([
    ["b", "c", "d"],
    ["b", "c", "d"],
    ["b", "c", "d"],
    [],
  ]);
  expect(before("e")).toEqual([]);
  expect(reached(dag, ["c", "e"], "downstream", new Set(["a", "d", "e"]))).toEqual(new Set(["d", "e"]));
});

test("a group stands for its first tasks, and for those of the groups in it", () => {
  const dag = dagOf({
    "a.b.x": { groupId: "a.b", downstream: ["a.y"] },
    "a.y": { groupId: "a", upstream: ["a.b.x"] },
    z: {},
  });
  expect(["a", "a.b", "z", "b"].map((id) => [...tasksFor(dag, id)])).toEqual([["a.b.x"], ["a.b.x"], ["z"], []]);
  expect(["a", "a.b", "z", "a.y", "b"].map((id) => hasTaskOrGroup(dag, id))).toEqual([true, true, true, true, false]);
});

test("of very many tasks that pull from the first not each is followed back", { timeout: 60_000 }, async () => {
  await expectLinear(800, (length) => {
    const dag = chainOf(length);
    for (const task of dag.tasks.slice(1)) expect(mayComeBefore(dag, "t0", task)).toBe(true);
  });
});

test("what many tasks choose or depend on is looked up", { timeout: 60_000 }, async () => {
  await expectLinear(1_500, (length) => {
    const ids = Array.from({ length }, (_, at) => `g${at}.t`);
    const dag = dagOf(Object.fromEntries(ids.map((id) => [id, { downstream: [id], groupId: id.slice(0, -2) }])));
    for (const id of ids) expect(tasksFor(dag, id.slice(0, -2))).toEqual([id]);
    const failures = ids.map((id) => ({
      type: "DuplicateTaskIdFound",
      message: `Task id '${id}' has already been added`,
    }));
    const module = { dags: [dag], failures } as unknown as DagModule; // as above
    expect(taskAfterItself.checkFile?.({ module } as FileSubject, {})?.findings).toEqual([]);
  });
});
