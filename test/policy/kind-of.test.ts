import { describe, expect, test } from "vitest";
import type { PolicySource } from "../../src/domain/policy.ts";
import { defaultKinds } from "../../src/policy/defaults.ts";
import {
  asLoaded,
  kindOf,
  kindOfContent,
  kindsOf,
  listRoots,
  mayHideArchive,
  mayHoldRead,
} from "../../src/policy/kind-of.ts";
import { createKindOf } from "../../src/predicates/path-kinds.ts";
import { file, policy } from "../core/decide/facts.ts";

const named = policy(`kinds: { page: ["**/*.md"], dag: ["**"] }`);
const nothing: PolicySource = { state: "absent" };

describe("the kind of a path", () => {
  test.each<readonly [PolicySource, string, string]>([
    [nothing, "dags/a/b.py", "dag"],
    [nothing, "plugins/x", "dag"],
    [nothing, "jobs/a.yml", "job"],
    [nothing, "results/a/counts.dvc", "result"],
    [nothing, "results/dvc.lock", "result"],
    [nothing, "charts/x/values.yaml", "node"],
    [nothing, "countersign.node.yml", "node"],
    [nothing, ".countersign.yml", "policy"],
    [nothing, ".github/countersign.yml", "policy"],
    [nothing, "README.md", "other"],
    [{ state: "invalid", problems: [], sha256: "", name: "" }, "jobs/a.yml", "job"],
    [named, "a.md", "page"],
    [named, "jobs/a.yml", "dag"],
    [named, ".countersign.yml", "dag"],
    [policy("kinds: { page: a.md }"), "jobs/a.yml", "other"],
  ])("%#: %s is a %s", (source, path, kind) => {
    expect(kindOf(source, path)).toBe(kind);
  });

  test("all kinds of a change, both paths of a rename, each once", () => {
    const files = [
      file("jobs/a.yml"),
      file("jobs/b.yml", { previousPath: "dags/b.py", status: "renamed" }),
      file("README.md"),
    ];
    expect(kindsOf(nothing, files)).toEqual(["dag", "job", "other"]);
  });
});

test.each([
  [
    ["dags/**/*.py", "plugins/**"],
    ["", "dags", "plugins"],
  ],
  [["src/dags/team_*/**/*.py"], ["", "src/dags"]],
  [
    ["**/*.py", "{a,b}/**", "one.py", "a/one.py"],
    ["", "a"],
  ],
])("Python may import from the folders of %j", (globs, roots) => {
  const job = { name: "job", globs: ["jobs/**"] };
  expect(listRoots([job, { name: "dag", globs }])).toEqual(roots);
});

describe("files that must be read could be below", () => {
  test.each([
    ["dags", true],
    ["dags/x", true],
    ["plugins", true],
    ["jobs", true],
    ["results/x", true],
    ["results.dvc", false],
    ["charts", false],
    [".github", false],
    ["docs", false],
  ])("%s: %s", (path, answer) => {
    expect(mayHoldRead(defaultKinds, path)).toBe(answer);
  });

  test("not where a name alone makes files what they are, unless another kind takes them first", () => {
    const dag = { name: "dag", globs: ["**/*.py", "**/lib/*.txt"] };
    const byName = { name: "dag", globs: ["**/*.py"] };
    const docs = { name: "docs", globs: ["docs/**"] };
    expect(mayHoldRead([byName, docs], "x")).toBe(false);
    expect(mayHoldRead([docs, byName], "x")).toBe(true);
    expect(mayHoldRead([dag], "x")).toBe(true);
  });
});

test.each([
  ["dags/a.zip", "dag"],
  ["dags/lib/a.PYC", "dag"],
  ["dags/a.abi3.so", "dag"],
  ["dags/a.csv", "other"],
  ["docs/a.zip", "other"],
  ["a.zip", "other"],
  ["jobs/a.yml", "job"],
])("what Python could load from among the DAGs is one of them: %s is %s", (path, kind) => {
  expect(asLoaded(createKindOf(defaultKinds))(path)).toBe(kind);
  expect(createKindOf(defaultKinds)(path)).toBe(kind === "dag" ? "other" : kind);
});

test.each([
  ["dags/a.dat", true],
  ["dags/a.PY", true],
  ["dags/a/b", true],
  ["plugins/a.txt", true],
  ["dags/a.py", false],
  ["dags/a.zip", false],
  ["plugins/a.so", false],
  ["docs/a.dat", false],
  ["jobs/a.yml", false],
])("an archive may hide at %s: %s", (path, may) => {
  const kindOfPath = createKindOf(defaultKinds);
  const end = Buffer.from("PK\x05\x06", "latin1");
  expect(mayHideArchive(kindOfPath, path)).toBe(may);
  expect(kindOfContent(kindOfPath, path, end)).toBe(may ? "dag" : kindOfPath(path));
  expect(kindOfContent(kindOfPath, path, Buffer.from("text"))).toBe(kindOfPath(path));
});
