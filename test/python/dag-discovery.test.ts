import { describe, expect, test } from "vitest";
import { mightContainDag } from "../../src/python/dag-discovery.ts";
import {
  type DagFolder,
  isModuleOfArchive,
  listDagFiles,
  listPluginFiles,
} from "../../src/python/discovery/list-dag-files.ts";

const paths = ["a.py", "b.txt", "c.zip", "sub/a.py", "sub/deep/a.py", "sub/deep/b.py", "tests/test_a.py", "sub/UP.PY"];

function list(ignore: Readonly<Record<string, string>>, more: Partial<DagFolder> = {}): readonly string[] {
  const ignoreFiles = new Map(Object.entries(ignore));
  return listDagFiles({ paths: [...paths, ...ignoreFiles.keys()], ignoreFiles, airflow: 3, syntax: null, ...more });
}

test("Python files and archives; in Airflow 2 by small letters alone", () => {
  const all = ["a.py", "c.zip", "sub/UP.PY", "sub/a.py", "sub/deep/a.py", "sub/deep/b.py", "tests/test_a.py"];
  expect(list({})).toEqual(all);
  expect(list({}, { airflow: 2 })).toEqual(all.filter((path) => path !== "sub/UP.PY"));
});

describe("globs", () => {
  test.each([
    ["a.py", ["c.zip", "sub/UP.PY", "sub/deep/b.py", "tests/test_a.py"]],
    ["/a.py", ["c.zip", "sub/UP.PY", "sub/a.py", "sub/deep/a.py", "sub/deep/b.py", "tests/test_a.py"]],
    ["sub/*", ["a.py", "c.zip", "tests/test_a.py"]],
    ["**/deep/", ["a.py", "c.zip", "sub/UP.PY", "sub/a.py", "tests/test_a.py"]],
    ["*.py\n!b.py", ["c.zip", "sub/UP.PY", "sub/deep/b.py"]],
    ["tests/ # not for the scheduler\n# a remark\n[bc].*", ["a.py", "sub/UP.PY", "sub/a.py", "sub/deep/a.py"]],
    ["sub", ["a.py", "c.zip", "tests/test_a.py"]],
    ["/", ["a.py", "c.zip", "sub/UP.PY", "sub/a.py", "sub/deep/a.py", "sub/deep/b.py", "tests/test_a.py"]],
  ])("%j", (text, expected) => {
    expect(list({ ".airflowignore": text })).toEqual(expected);
  });

  test("of a folder below hold there, and take back in what an outer one leaves out", () => {
    expect(list({ ".airflowignore": "b.py", "sub/deep/.airflowignore": "!b.py\n/a.py" })).toEqual([
      "a.py",
      "c.zip",
      "sub/UP.PY",
      "sub/a.py",
      "sub/deep/b.py",
      "tests/test_a.py",
    ]);
  });
});

describe("regular expressions, in Airflow 2", () => {
  test.each([
    ["deep", ["a.py", "c.zip", "sub/a.py", "tests/test_a.py"]],
    ["^a\\.py$", ["c.zip", "sub/a.py", "sub/deep/a.py", "sub/deep/b.py", "tests/test_a.py"]],
    ["(", ["a.py", "c.zip", "sub/a.py", "sub/deep/a.py", "sub/deep/b.py", "tests/test_a.py"]],
    ["tests/.*", ["a.py", "c.zip", "sub/a.py", "sub/deep/a.py", "sub/deep/b.py"]],
  ])("%j", (text, expected) => {
    expect(list({ ".airflowignore": text }, { airflow: 2 })).toEqual(expected);
  });

  test("of a folder below are searched in the path from the top", () => {
    expect(list({ "sub/deep/.airflowignore": "^sub/deep/b" }, { airflow: 2 })).not.toContain("sub/deep/b.py");
    expect(list({ "sub/deep/.airflowignore": "^b" }, { airflow: 2 })).toContain("sub/deep/b.py");
  });

  test("take linear time", () => {
    const text = "(a+)+$\n(a|a)*b";
    expect(list({ ".airflowignore": text }, { airflow: 2, paths: [`${"a".repeat(5000)}!.py`] })).toHaveLength(1);
  });
});

test("the other syntax, where the configuration asks for it", () => {
  expect(list({ ".airflowignore": "*.py" }, { airflow: 2, syntax: "glob" })).toEqual(["c.zip"]);
  expect(list({ ".airflowignore": "\\.py$" }, { syntax: "regexp" })).toEqual(["c.zip", "sub/UP.PY"]);
});

test("plugins are all Python files", () => {
  const folder = {
    paths: ["p.py", "x/q.py", "r.zip"],
    ignoreFiles: new Map([[".airflowignore", "x/"]]),
    airflow: 3,
    syntax: null,
  } as const;
  expect(listPluginFiles(folder)).toEqual(["p.py"]);
});

test("of an archive, only what is at its top", () => {
  expect(["a.py", "b.pyc", "x/a.py", "a.txt"].filter(isModuleOfArchive)).toEqual(["a.py", "b.pyc"]);
});

test.each([
  ["import AirFlow\nDaG", true, true],
  ["airflow asset", true, false],
  ["airflow", false, false],
  ["dag", false, false],
])("safe mode: %j", (text, three, two) => {
  expect([mightContainDag(text), mightContainDag(text, 2)]).toEqual([three, two]);
});
