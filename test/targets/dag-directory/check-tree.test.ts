import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findRefusal } from "../../../src/targets/dag-directory/check-tree.ts";
import { addEntry, emptyIndex, type TreeIndex } from "../../../src/targets/dag-directory/tree-index.ts";
import { temporaryDirectory } from "../../git/repository.ts";
import { fuzzed } from "../../support/fuzzed.ts";

function treeOf(entries: Readonly<Record<string, string | null>>): TreeIndex {
  const index = emptyIndex();
  for (const [path, link] of Object.entries(entries)) {
    addEntry(index, path, { mode: link === null ? "100644" : "120000", oid: "", link, stat: null });
  }
  return index;
}

const refuse = (entries: Readonly<Record<string, string | null>>) => findRefusal(treeOf(entries), Object.keys(entries));

test.each([
  [{ "a.py": null, "d/l": "../a.py", "d/m": "./l", r: ".", dangling: "nowhere/x" }],
  [{ "ä/ü.py": null, "ä/u.py": null }],
  [{ ".gitignore": null, ".github/x": null, "git~2": null, "x.git/y": null }],
  [{ loop: "loop2/x", loop2: "d", "d/x": null }],
])("%j is good", (entries) => {
  expect(refuse(entries)).toBeNull();
});

test.each([
  [{ l: "/a" }, "l"],
  [{ l: "../x" }, "l"],
  [{ "d/l": "../../x" }, "d/l"],
  [{ "s/up": "..", z: "s/up/../../x" }, "z"],
  [{ a: "b", b: "a" }, "a"],
  [{ "d/.git/config": null }, "d/.git/config"],
  [{ "d/.Git": null }, "d/.Git"],
  [{ ".git. ": null }, ".git. "],
  [{ ".g\u200cit": null }, ".g\u200cit"],
  [{ "GIT~1": null }, "GIT~1"],
  [{ "a//b": null }, "a//b"],
  [{ "a/./b": null }, "a/./b"],
  [{ ["x".repeat(256)]: null }, "x".repeat(256)],
  [{ "Dir/a": null, "dir/b": null }, "dir/b"],
  [{ "e\u0301.py": null, "\u00e9.py": null }, "\u00e9.py"],
  [{ straße: null, STRASSE: null, A: null, a: null }, "a"],
  [{}, "."],
])("%j is refused for %j", (entries, path) => {
  const refused = refuse(entries);
  expect(refused === null ? null : [path, dirname(path)]).toContain(refused?.path ?? "");
  expect(refused?.reason).toMatch(/\. [A-Z].*\.$/);
});

test("no tree that is let through has a link which the file system follows out of it", () => {
  const root = temporaryDirectory();
  // `l` and `m` stand at several depths, and the ways lead mostly upwards and through them: that is where escapes hide
  const place = fc.constantFrom("m", "a/l", "a/b/l");
  const ways = ["..", "../..", "a/b", "a/l/..", "a/b/l/..", "l/..", "b/l/.."];
  const link = fc.record({ at: place, to: fc.constantFrom(...ways) });
  fc.assert(
    fc.property(fc.array(link, { minLength: 2, maxLength: 4 }), (links) => {
      const tree = join(root, "outer/tree");
      rmSync(tree, { recursive: true, force: true });
      mkdirSync(tree, { recursive: true });
      const made: Record<string, string | null> = { file: null };
      writeFileSync(join(tree, "file"), "");
      for (const { at, to } of links) {
        if (made[at] !== undefined) continue;
        mkdirSync(join(tree, dirname(at)), { recursive: true });
        symlinkSync(to, join(tree, at));
        made[at] = to;
      }
      if (refuse(made) !== null) return;
      for (const path of Object.keys(made)) {
        const real = resolveOrNull(join(tree, path));
        if (real !== null) expect(`${real}/`.startsWith(`${realpathSync(tree)}/`)).toBe(true);
      }
    }),
    fuzzed(500),
  );
});

function resolveOrNull(path: string): string | null {
  try {
    return realpathSync.native(path); // the other one takes `..` off the text before it looks
  } catch {
    return null; // it leads nowhere
  }
}
