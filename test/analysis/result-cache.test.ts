import { describe, expect, test } from "vitest";
import { type FilesBeside, filesAtHand } from "../../src/analysis/files-beside.ts";
import { withCache } from "../../src/analysis/result-cache.ts";
import { nothingKnown, openFacts, type SharedInput } from "../../src/analysis/shared-facts.ts";
import { trackFacts } from "../../src/analysis/track-facts.ts";
import type { FileOutcome, FileTask } from "../../src/analysis/worker-messages.ts";
import { toFileModel } from "../../src/core/inspect/file-model.ts";
import { packDags } from "../../src/core/inspect/packed-dags.ts";
import { packTree } from "../../src/core/inspect/packed-tree.ts";
import { emptyModule } from "../../src/python/bare-module.ts";
import type { SharedFacts } from "../../src/rules/subject.ts";

const shared: SharedInput = {
  ...nothingKnown,
  python: "3.12",
  today: "2026-11-20",
  severities: {},
  tree: packTree(["a.py", "lib/b.py"].map((path) => ({ path, mode: "100644", size: 3 }))),
  inventory: { python: "3.12.4", packages: { pandas: "2.0" }, providers: {}, modules: {}, opaque: [], dags: [] },
};
const bytes = (text: string) => new TextEncoder().encode(text);
const taskOf = (text: string, told: SharedInput = shared, path = "a.py", kind = "dag"): FileTask => ({
  job: "inspect",
  file: { path, kind, content: bytes(text) },
  shared: told,
});

const none = filesAtHand([]);

/** A pool that runs one function on the facts, and counts how often. */
function poolOf(
  look: (facts: SharedFacts) => void,
  status: FileOutcome["status"] = "inspected",
  files: readonly string[] = [],
  folders: FileOutcome["uses"]["folders"] = [],
) {
  const seen: string[] = [];
  const run = (task: FileTask): Promise<FileOutcome> => {
    seen.push(new TextDecoder().decode(task.file.content));
    const { facts, readUses } = trackFacts(openFacts(task.shared));
    look(facts);
    const raw = { findings: [], indeterminate: [] };
    return Promise.resolve({
      raw,
      noqa: [],
      module: null,
      outs: [],
      uses: { ...readUses(), files, folders },
      wants: [],
      status,
      reason: null,
    });
  };
  return { seen, pool: { run } };
}

/** How often two tasks are really run. */
async function runsOf(look: (facts: SharedFacts) => void, first: FileTask, second: FileTask): Promise<number> {
  const { seen, pool } = poolOf(look);
  const cached = withCache(pool, 1_000_000);
  await cached.run(first, none);
  await cached.run(second, none);
  return seen.length;
}

describe("a file is read again", () => {
  const nothing = () => {};

  test.each<[string, FileTask, number]>([
    ["not when nothing changed", taskOf("x"), 1],
    ["not when what is shared is told anew", taskOf("x", { ...shared }), 1],
    ["when its content did", taskOf("y"), 2],
    ["when its path did", taskOf("x", shared, "b.py"), 2],
    ["when its kind did", taskOf("x", shared, "a.py", "job"), 2],
    ["for another task", { ...taskOf("x"), job: "model" }, 2],
    ["for another Python", taskOf("x", { ...shared, python: "3.13" }), 2],
    ["on another day", taskOf("x", { ...shared, today: "2026-11-21" }), 2],
    ["under another policy", taskOf("x", { ...shared, severities: { S101: "off" } }), 2],
    ["in another repository", taskOf("x", { ...shared, repository: "acme/other" }), 2],
    [
      "when a part is known that was not",
      taskOf("x", { ...shared, change: { number: 7, author: { id: 1, login: "ada" } } }),
      2,
    ],
  ])("%s", async (_, second, runs) => {
    expect(await runsOf(nothing, taskOf("x"), second)).toBe(runs);
  });
});

describe("of what is shared, only what it looked at matters", () => {
  const newPackages = { ...shared, inventory: { ...shared.inventory, packages: { pandas: "3.0" } } } as SharedInput;
  const newTree = {
    ...shared,
    tree: packTree(["a.py", "lib/b.py", "lib/c.py"].map((path) => ({ path, mode: "100644", size: 3 }))),
  };

  const rest = packDags([toFileModel("dags/a.py", { ...emptyModule, certainty: "partial" }, [])]);
  const newDags = { ...shared, catalogue: { ...shared.catalogue, around: rest } };

  test.each<[string, (facts: SharedFacts) => void, SharedInput, number]>([
    ["the inventory, looked at", ({ inventory }) => void inventory?.packages.pandas, newPackages, 2],
    ["the inventory, listed", ({ inventory }) => void Object.keys(inventory ?? {}), newPackages, 2],
    ["the inventory, copied", ({ inventory }) => void { ...inventory }, newPackages, 2],
    ["the inventory, not looked at", ({ inventory }) => void (inventory === null), newPackages, 1],
    ["the tree, not looked at", ({ tree }) => void tree, newTree, 1],
    ["a path that is there still", ({ tree }) => void tree?.find("a.py"), newTree, 1],
    ["a path that is not there still", ({ tree }) => void tree?.find("d.py"), newTree, 1],
    ["a path that is there now", ({ tree }) => void tree?.find("lib/c.py"), newTree, 2],
    ["a folder", ({ tree }) => void tree?.hasFolder("lib"), newTree, 1],
    ["the beginning of a path that is there still", ({ tree }) => void tree?.hasBeginning("a."), newTree, 1],
    ["the beginning of a path that is there now", ({ tree }) => void tree?.hasBeginning("lib/c."), newTree, 2],
    ["all below a folder", ({ tree }) => void [...(tree?.below("lib") ?? [])], newTree, 2],
    ["names that are folded", ({ tree }) => void tree?.alike("LIB/C.py"), newTree, 2],
    ["names that are folded, of what is there still", ({ tree }) => void tree?.alike("LIB"), newTree, 1],
    ["a module of the repository", ({ tree }) => void tree?.hasModule("c"), newTree, 2],
    ["a module that is there still", ({ tree }) => void tree?.hasModule("b"), newTree, 1],
    ["the DAGs of the repository", ({ catalogue }) => void catalogue.find("load"), newDags, 2],
    ["the DAGs of the repository, not looked at", ({ catalogue }) => void catalogue, newDags, 1],
    ["how many files there are", ({ tree }) => void tree?.length, newTree, 2],
  ])("%s", async (_, look, told, runs) => {
    expect(await runsOf(look, taskOf("x"), taskOf("x", told))).toBe(runs);
  });
});

describe("of folders, those that it listed matter", () => {
  const treeOf = (...paths: string[]) => packTree(paths.map((path) => ({ path, mode: "100644", size: 3 })));
  const first = { ...shared, tree: treeOf("a.py", "lib/b.py") };

  test.each<[string, SharedInput, number]>([
    ["the same names", { ...first, tree: treeOf("a.py", "lib/b.py", "new.py") }, 1],
    ["a new name", { ...first, tree: treeOf("a.py", "lib/b.py", "lib/c.py") }, 2],
    ["the names before the change", { ...first, treeBefore: treeOf("lib/c.py") }, 2],
    ["nobody knows", { ...first, tree: null }, 2],
  ])("%s", async (_, second, runs) => {
    const { seen, pool } = poolOf(() => {}, "inspected", [], [["lib", ["b.py"]]]);
    const cached = withCache(pool, 1_000_000);
    await cached.run(taskOf("x", first), none);
    await cached.run(taskOf("x", second), none);
    expect(seen).toHaveLength(runs);
  });
});

describe("of other files, those that it asked for matter", () => {
  const beside = (files: Readonly<Record<string, string>>): FilesBeside =>
    filesAtHand(Object.entries(files).map(([path, text]) => ({ path, content: bytes(text) })));
  const first = { "lib/b.py": "X = 1", "lib/c.py": "Y = 1" };

  test.each<[string, Readonly<Record<string, string>>, number]>([
    ["the same", { ...first }, 1],
    ["another content", { ...first, "lib/b.py": "X = 2" }, 2],
    ["it is gone", { "lib/c.py": "Y = 1" }, 2],
    ["one that was not there is", { ...first, "lib/d.py": "" }, 2],
    ["one that it did not ask for", { ...first, "lib/c.py": "Y = 2" }, 1],
  ])("%s", async (_, second, runs) => {
    const { seen, pool } = poolOf(() => {}, "inspected", ["lib/b.py", "lib/d.py"]);
    const cached = withCache(pool, 1_000_000);
    await cached.run(taskOf("x"), beside(first));
    await cached.run(taskOf("x"), beside(second));
    expect(seen).toHaveLength(runs);
  });
});

test("what could not be read is tried again", async () => {
  const { seen, pool } = poolOf(() => {}, "unread");
  const cached = withCache(pool, 1_000_000);
  await cached.run(taskOf("x"), none);
  await cached.run(taskOf("x"), none);
  expect(seen).toHaveLength(2);
});

test("what was used last is kept, as much as fits", async () => {
  const { seen, pool } = poolOf(() => {});
  const cached = withCache(pool, 2_000);
  for (const text of ["a", "b", "a", "c", "d", "a", "b"]) await cached.run(taskOf(text), none);
  expect(seen.length).toBeGreaterThan(4);
  expect(seen.length).toBeLessThan(7);
});
