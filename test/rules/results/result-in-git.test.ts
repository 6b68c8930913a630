import { expect, test } from "vitest";
import { added, told } from "./inspect-results.ts";

const inspect = (path: string, status: "added" | "modified" | "removed" = "added") =>
  told("RES-009", path, "x\n", { known: { changed: [added(path, { status })] } });

test.each(["results/a.csv", "results/run/model.pt", "results/a.CSV.gz", "results/all.zip"])("%s", async (path) => {
  expect(await inspect(path)).toEqual([`1:1 The data of \`${path}\` is committed to git.`]);
  expect(await inspect(path, "modified")).toHaveLength(1);
});

test.each([
  "results/a.csv.dvc",
  "results/README.md",
  "results/.gitignore",
  "data/a.csv",
  "results.csv",
  "tests/results/a.csv",
])("%s is none", async (path) => {
  expect(await inspect(path)).toEqual([]);
});

test("what the policy calls a result is one, wherever it stands", async () => {
  const changed = (kind: string) => ({ known: { changed: [added("outputs/a.csv", { kind })] } });
  expect(await told("RES-009", "outputs/a.csv", "x\n", changed("result"))).toHaveLength(1);
  expect(await told("RES-009", "outputs/a.csv", "x\n", changed("other"))).toEqual([]);
});

test("to take it out is good, and a repository as it is has no change", async () => {
  expect(await inspect("results/a.csv", "removed")).toEqual([]);
  expect(await told("RES-009", "results/a.csv", "x\n")).toEqual([]);
});
