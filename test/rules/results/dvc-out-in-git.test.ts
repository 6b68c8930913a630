import { expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const text = "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  path: counts\n";
const inspect = (paths: readonly string[]) =>
  told("RES-003", "results/a/counts.dvc", text, {
    known: { tree: ["results/a/counts.dvc", ...paths].map((path) => ({ path, mode: "100644", size: 1 })) },
  });

test.each([
  [["results/a/counts"], ["3:9 The data of this file is in git, too, as `results/a/counts`."]],
  [["results/a/counts/north.csv"], ["3:9 The data of this file is in git, too, as `results/a/counts`."]],
  [["results/counts", "counts", "results/a/counts2"], []],
])("%j in the tree", async (paths, expected) => {
  expect(await inspect(paths)).toEqual(expected);
});

test("where the tree is not known, nothing is said", async () => {
  expect(await told("RES-003", "results/a/counts.dvc", text, { known: { tree: null } })).toEqual([]);
});
