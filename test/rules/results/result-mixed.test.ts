import { expect, test } from "vitest";
import { added, told } from "./inspect-results.ts";

const text = "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  path: a\n";
const inspect = (path: string, ...others: readonly string[]) =>
  told("RES-011", path, text, {
    known: { changed: [added(path, { kind: "result" }), ...others.map((one) => added(one))] },
  });
const ofRun = "results/cohort/run-5d41402abc4b2a76b971.dvc";

test("what is no result is told, a few by name", async () => {
  expect(await inspect("results/a.dvc", "dags/a.py", "b", "c", "d", "e")).toEqual([
    "1:1 This change publishes results, and also touches `dags/a.py`, `b`, `c` and 2 more.",
  ]);
});

test("of a run nothing else is declared, not even a README", async () => {
  expect(await inspect(ofRun, "results/README.md")).toEqual([
    "1:1 This change publishes the results of a run, which did not declare `results/README.md`.",
  ]);
});

test("results alone, and what people and DVC write beside them, are good", async () => {
  expect(await inspect(ofRun)).toEqual([]);
  expect(await inspect("results/a.dvc", "results/README.md", "results/.gitignore", "dvc.lock", "dvc.yaml")).toEqual([]);
});

test("a change without results, or that takes one back, is not looked at", async () => {
  const known = { changed: [added("results/a.dvc", { kind: "result", status: "removed" as const }), added("b")] };
  expect(await told("RES-011", "b", "x\n", { known })).toEqual([]);
});
