import { expect, test } from "vitest";
import { expectLinear } from "../../support/cost-of.ts";
import { toldOfChange, treeOf } from "./inspect-hygiene.ts";

const inspect = (path: string, others: readonly string[], status: "added" | "modified" | "renamed" = "added") =>
  toldOfChange("HYG-013", path, { status }, { tree: treeOf(path, ...others) });

test.each([
  ["capitals", "dags/A.py", ["dags/a.py"], "`dags/A.py` and `dags/a.py`"],
  ["capitals of a folder", "Dags/b.py", ["dags/a.py"], "`Dags` and `dags`"],
  ["a folder and a file", "dags/a/b.py", ["dags/A"], "`dags/a` and `dags/A`"],
  ["accents", "dags/e\u0301.py", ["dags/\u00e9.py"], "`dags/e\u0301.py` and `dags/\u00e9.py`"],
  ["capitals with accents", "\u00c9/a", ["e\u0301/b"], "`\u00c9` and `e\u0301`"],
])("%s", async (_, path, others, expected) => {
  expect(await inspect(path, others)).toEqual([
    `${path} ${expected} are the same name to a file system that folds capitals or accents.`,
  ]);
  expect(await inspect(path, others, "renamed")).toHaveLength(1);
});

test.each([
  ["dags/a.py", ["dags/b.py", "dags/a.pyi", "a.py"]],
  ["dags/a/b.py", ["dags/a/c.py", "dags/a.py"]],
])("%s beside %j is good", async (path, others) => {
  expect(await inspect(path, others)).toEqual([]);
});

test("one that was there before is no matter of this change", async () => {
  expect(await inspect("dags/A.py", ["dags/a.py"], "modified")).toEqual([]);
});

test("where the tree is not known, nothing is said", async () => {
  const changed = [{ path: "A", previousPath: null, status: "added", mode: "100644", size: 1, kind: "other" }] as const;
  const { inspectTexts } = await import("../../analysis/inspect-texts.ts");
  expect((await inspectTexts({ files: [], known: { changed, tree: null } })).findings).toEqual([]);
});

test("a tree of many files takes linear time", async () => {
  await expectLinear(12_500, async (size) => {
    const others = Array.from({ length: size }, (_, index) => `dags/folder${index % 100}/file${index}.py`);
    expect(await inspect("dags/Folder7/new.py", others)).toHaveLength(1);
  });
});

test("of a tree that is checked as it is, each name once", async () => {
  const { inspectTexts } = await import("../../analysis/inspect-texts.ts");
  const [one, two] = [
    { path: "dags/A.py", text: "" },
    { path: "dags/a.py", text: "" },
  ];
  const told = async (input: Parameters<typeof inspectTexts>[0]) =>
    (await inspectTexts(input)).findings.filter(({ rule }) => rule === "HYG-013").map(({ path }) => path);
  expect(await told({ files: [one, two] })).toEqual(["dags/A.py"]);
  expect(await told({ files: [two], context: [one] })).toEqual(["dags/a.py"]);
  expect(await told({ files: [{ path: "dags/b.py", text: "" }], context: [one, two] })).toEqual([]);
});
