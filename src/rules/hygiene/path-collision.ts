import { quoteName } from "../../formats/did-you-mean.ts";
import { foldPath, prefixesOf } from "../../formats/fold-path.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";

export const pathCollision = defineRepositoryRule<{ path: string; other: string }>({
  id: "HYG-013",
  name: "path-collision",
  severity: "error",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "Two paths differ only in capitals, or in how an accented letter is written.",
  why: "Where names are folded (macOS, Windows, some network storage) one of the two files takes the place of the other. Which one a reviewer has in the clone, and which one runs, is then a matter of luck; a release with both is refused. It is told of paths that a change adds, and of all of a tree that is checked as it is.",
  message: ({ path, other }) =>
    `${quoteName(path)} and ${quoteName(other)} are the same name to a file system that folds capitals or accents.`,
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
  checkAll({ changed, standing, tree }, report) {
    if (tree === null) return;
    const asked = new Set<string>();
    const fresh = (changed ?? []).filter(({ status }) => status !== "removed" && status !== "modified");
    for (const { path } of [...fresh, ...standing]) {
      for (const prefix of prefixesOf(path)) {
        const folded = foldPath(prefix);
        const [other] = asked.has(folded) ? [] : tree.alike(prefix);
        asked.add(folded);
        if (other !== undefined) report(path, startOfFile, { path: prefix, other });
      }
    }
  },
});
