import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import type { TreeListing } from "../subject.ts";
import { exampleChange } from "./example-change.ts";

export const pathCollision = defineRepositoryRule<{ path: string; other: string }>({
  id: "HYG-013",
  name: "path-collision",
  severity: "error",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "Two paths differ only in capitals, or in how an accented letter is written.",
  why: "Where names are folded (macOS, Windows, some network storage) one of the two files takes the place of the other. Which one a reviewer has in the clone, and which one runs, is then a matter of luck; a release with both is refused.",
  message: ({ path, other }) =>
    `${quoteName(path)} and ${quoteName(other)} are one name where capitals and accents are folded.`,
  remedy: () => "Give one of the two another name.",
  bad: {
    path: "notes/Readme.txt",
    text: "second\n",
    context: [{ path: "notes/README.txt", text: "first\n" }],
    facts: { changed: [exampleChange("notes/Readme.txt")] },
  },
  good: {
    path: "notes/second.txt",
    text: "second\n",
    context: [{ path: "notes/README.txt", text: "first\n" }],
    facts: { changed: [exampleChange("notes/second.txt")] },
  },
  checkAll({ changed, tree }, report) {
    if (tree === null || changed === null) return;
    const wanted = listPrefixes(changed.filter(({ status }) => status !== "removed" && status !== "modified"));
    if (wanted.size === 0) return;
    const told = new Set<string>();
    for (const { folded, found } of walkPrefixes(tree)) {
      const mine = wanted.get(folded);
      if (mine === undefined || mine.prefix === found || told.has(folded)) continue;
      told.add(folded);
      report(mine.path, startOfFile, { path: mine.prefix, other: found });
    }
  },
});

/** By its folded form, each path that is new, and each folder above it. */
function listPrefixes(added: readonly { readonly path: string }[]) {
  const prefixes = new Map<string, { readonly prefix: string; readonly path: string }>();
  for (const { path } of added) {
    for (const prefix of prefixesOf(path)) {
      const folded = fold(prefix);
      if (!prefixes.has(folded)) prefixes.set(folded, { prefix, path });
    }
  }
  return prefixes;
}

/** All folders and files of a tree. A folder is folded once: its files stand together. */
function* walkPrefixes(tree: TreeListing): Generator<{ readonly folded: string; readonly found: string }> {
  let last: readonly string[] = [];
  for (const { path } of tree.below("")) {
    const prefixes = prefixesOf(path);
    for (const [index, found] of prefixes.entries()) {
      if (last[index] !== found) yield { folded: fold(found), found };
    }
    last = prefixes;
  }
}

/** `a/b/c.py` has `a`, `a/b` and `a/b/c.py`. */
function prefixesOf(path: string): readonly string[] {
  const prefixes: string[] = [];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) prefixes.push(path.slice(0, at));
  return [...prefixes, path];
}

function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
