import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asFolder, type FileModel } from "../../../src/core/inspect/file-model.ts";
import { openDags, packDags } from "../../../src/core/inspect/packed-dags.ts";

const span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

const job = {
  form: "op",
  nodes: [],
  assets: [],
  partitions: "none",
  config: [],
  hasOwnConfig: false,
  certainty: "exact",
  reason: null,
  span,
  definedIn: null,
} as const;

function model(
  path: string,
  more: {
    ids?: readonly string[];
    names?: readonly string[];
    asked?: readonly string[];
    unclear?: string | null;
    jobs?: readonly string[] | null;
    jobsUnclear?: string | null;
  } = {},
): FileModel {
  const { ids = [], names = [], asked = [], unclear = null, jobs = null, jobsUnclear = null } = more;
  return {
    path,
    dags: ids.map((dagId) => ({
      path,
      dagId,
      idSpan: span,
      definedIn: null,
      isRegistered: true,
      isUnconditional: true,
      params: [],
      paramsCertainty: "exact",
      certainty: "exact",
      reason: null,
    })),
    references: names.map((dagId) => ({ kind: "triggers", dagId, path, span, of: null, taskId: "t" })),
    location:
      jobs === null
        ? null
        : { jobs: jobs.map((name) => ({ ...job, name, path })), unclear: jobsUnclear, isLoose: false },
    unclear,
    isUnread: unclear === "it could not be read",
    asked,
  };
}

test("a file is read by what listed a folder that it is in", () => {
  const dags = openDags(
    packDags([
      model("a.py", { asked: ["lib/b.py", asFolder("lib")] }),
      model("c.py", { asked: [asFolder("")] }),
      model("d.py", { asked: [asFolder("lib/inner"), "lib/x"] }),
    ]),
  );
  expect([...dags.readersOf("lib/b.py")].sort()).toEqual(["a.py", "c.py"]);
  expect([...dags.readersOf("lib/inner/deep/new.py")].sort()).toEqual(["a.py", "c.py", "d.py"]);
  expect(dags.readersOf("library/new.py")).toEqual(["c.py"]);
});

describe("the DAGs of a repository", () => {
  const open = openDags(
    packDags([
      model("b.py", { ids: ["load", "\ud800"], names: ["clean"], unclear: "it reads the network" }),
      model("a.py", { ids: ["clean", "load"], asked: ["lib/x.py", "lib/y.py"] }),
    ]),
  );

  test("are found by their ids", () => {
    expect(open.named("load").map(({ path }) => path)).toEqual(["a.py", "b.py"]);
    expect([open.named("lo"), open.named("\ud800").length, open.named("\ufffd").length]).toEqual([[], 1, 0]);
  });

  test("are found by what they name, and by what they were read with", () => {
    expect(open.referring("clean").map(({ path }) => path)).toEqual(["b.py"]);
    expect([open.readersOf("lib/x.py"), open.readersOf("lib")]).toEqual([["a.py"], []]);
  });

  test("tell the first file of which not all is known", () => {
    expect(open.firstUnclear()).toMatchObject({ path: "b.py", unclear: "it reads the network" });
    expect(openDags(packDags([])).firstUnclear()).toBeNull();
  });
});

describe("changes upon them", () => {
  const word = fc.constantFrom("a", "b", "c");
  const words = fc.uniqueArray(word, { maxLength: 2 });
  const path = fc.constantFrom("1.py", "2.py", "3.py", "4.py");
  const models = fc
    .record({
      path,
      ids: words,
      names: words,
      asked: words,
      unclear: fc.constantFrom(null, "x", "it could not be read"),
    })
    .map(({ path: at, ...more }) => model(at, more));
  const all = ["a", "b", "c"];
  const answersOf = (packed: ReturnType<typeof packDags>) => {
    const open = openDags(packed);
    return [
      open.list(),
      open.listIds().toSorted(),
      open.firstUnclear(),
      open.listUnread(1),
      all.map((one) => [open.named(one), open.referring(one), open.readersOf(one)]),
    ];
  };

  test("answer as a listing that was made with them", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(models, { selector: (one) => one.path }),
        fc.uniqueArray(fc.tuple(models, fc.boolean()), { selector: ([one]) => one.path }),
        (before, changes) => {
          const after = new Map(before.map((one) => [one.path, one]));
          for (const [one, isGone] of changes) isGone ? after.delete(one.path) : after.set(one.path, one);
          const over = changes.map(([one, isGone]) => ({ path: one.path, model: isGone ? null : one }));
          expect(answersOf({ ...packDags(before), changes: over })).toEqual(answersOf(packDags([...after.values()])));
        },
      ),
    );
  });
});

describe("the jobs of Dagster in a repository", () => {
  const packed = packDags([
    model("b.py", { jobs: ["count", "load"] }),
    model("a.py", { jobs: ["count"], jobsUnclear: "it reads the network" }),
    model("c.py", {}),
  ]);

  test("are found by their names", () => {
    const open = openDags(packed);
    expect(open.jobsNamed("count").map(({ path }) => path)).toEqual(["a.py", "b.py"]);
    expect(open.jobsNamed("coun")).toEqual([]);
    expect([...open.listJobs()].sort()).toEqual(["count", "count", "load"]);
    expect([open.hasLocation(), open.firstUnclearLocation()?.path]).toEqual([true, "a.py"]);
  });

  test("change with their files", () => {
    const changes = [
      { path: "a.py", model: null },
      { path: "b.py", model: model("b.py", { jobs: ["other"] }) },
    ];
    const open = openDags({ ...packed, changes });
    expect(open.jobsNamed("count")).toEqual([]);
    expect(open.listJobs()).toEqual(["other"]);
    expect([open.hasLocation(), open.firstUnclearLocation()]).toEqual([true, null]);
    expect(openDags({ ...packed, changes: [...changes, { path: "b.py", model: null }] }).hasLocation()).toBe(false);
  });
});
