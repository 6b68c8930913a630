import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packTree, type TreeFile } from "../../../src/core/inspect/packed-tree.ts";
import { openTree, type WholeTree } from "../../../src/core/inspect/tree-listing.ts";

const file = (path: string, more: Partial<TreeFile> = {}): TreeFile => ({
  path,
  mode: "100644",
  size: 3,
  oid: null,
  ...more,
});
const open = (...paths: readonly string[]) => openTree(packTree(paths.map((path) => file(path))));

describe("a listing of a repository", () => {
  test("finds files and folders, and lists what is below", () => {
    const tree = open("b/c.py", "a.py", "b/a/é.py", "bc/x");
    expect([tree.length, tree.find("b/c.py"), tree.find("b")]).toEqual([4, file("b/c.py"), null]);
    expect([tree.hasFolder("b"), tree.hasFolder("b/a"), tree.hasFolder("b/c.py"), tree.hasFolder("c")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const beginnings = ["b/c.", "b/c.py", "b", "b/d", "b/c.pyx", "a.py/"].filter(tree.hasBeginning);
    expect(beginnings).toEqual(["b/c.", "b/c.py", "b"]);
    expect([...tree.below("b")].map(({ path }) => path)).toEqual(["b/a/é.py", "b/c.py"]);
    expect([...tree.below("")].map(({ path }) => path)).toEqual(["a.py", "b/a/é.py", "b/c.py", "bc/x"]);
  });

  test("keeps modes, sizes and ids", () => {
    const kept = [file("a", { mode: "120000", size: 7 }), file("b", { mode: "160000", size: null, oid: "ab" })];
    expect([...openTree(packTree(kept)).below("")]).toEqual(kept);
  });

  test("tells other files and folders of the same name when it is folded", () => {
    const tree = open("Notes/a.txt", "notes/b.txt", "cafe\u0301.txt");
    expect([tree.alike("notes"), tree.alike("NOTES"), tree.alike("notes/a.txt"), tree.alike("caf\u00e9.txt")]).toEqual([
      ["Notes"],
      ["Notes", "notes"],
      ["Notes/a.txt"],
      ["cafe\u0301.txt"],
    ]);
  });

  test("knows names of modules, and of folders that hold some", () => {
    const tree = open("src/acme/load.py", "docs/help/a.md");
    expect(["src", "acme", "load", "help", "a"].map((name) => tree.hasModule(name))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test("tells what is looked for among all files", () => {
    const tree = open("requirements.txt", "lib/pyproject.toml", "jobs/schemas/a.json", "jobs/a.yml");
    expect([
      tree.labelled("declares packages"),
      tree.labelled("schema of parameters"),
      tree.labelled("YAML of 3 bytes"),
      tree.labelled("YAML of 4 bytes"),
    ]).toEqual([["lib/pyproject.toml", "requirements.txt"], ["jobs/schemas/a.json"], ["jobs/a.yml"], []]);
  });
});

describe("changes upon a listing", () => {
  const step = fc.constantFrom("a", "A", "b.py", "B.py", "c", "requirements.txt", "d.yml");
  const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => steps.join("/"));
  const size = fc.constantFrom(1, 2);

  function answersOf(tree: WholeTree) {
    const asked = ["a", "A", "b", "B", "c", "a/b.py", "A/b.py", "a/c", "requirements", "d", "c/d.yml"];
    return {
      length: tree.length,
      all: [...tree.below("")],
      below: asked.map((one) => [...tree.below(one)].map(({ path: at }) => at)),
      asked: asked.map((one) => [tree.find(one), tree.hasFolder(one), tree.alike(one), tree.hasModule(one)]),
      beginnings: ["a/", "a/b.", "b", "c/d", "x"].map((one) => tree.hasBeginning(one)),
      labels: [tree.labelled("declares packages"), tree.labelled("YAML of 1 bytes"), tree.labelled("YAML of 2 bytes")],
    };
  }

  test("answer as a listing that was made with them", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(path),
        fc.uniqueArray(fc.tuple(path, fc.option(size)), { selector: ([one]) => one }),
        (before, changes) => {
          const after = new Map(before.map((one) => [one, file(one)]));
          for (const [one, bytes] of changes) {
            if (bytes === null) after.delete(one);
            else after.set(one, file(one, { size: bytes }));
          }
          const packed = packTree(before.map((one) => file(one)));
          const over = changes.map(([one, bytes]) => ({
            path: one,
            file: bytes === null ? null : file(one, { size: bytes }),
          }));
          expect(answersOf(openTree({ ...packed, changes: over }))).toEqual(
            answersOf(openTree(packTree([...after.values()]))),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
