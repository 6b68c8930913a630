import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { listGovernedLines } from "./attribute-paths.ts";

export const attributesFilter = defineRule<{ attribute: string; example: string }>({
  id: "HYG-008",
  name: "attributes-filter",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A `.gitattributes` has files that run on the node rewritten when they are checked out.",
  why: "What is approved are the bytes in git, and the node gets those. A filter, another encoding or an expansion makes a checked-out file differ from them: a reviewer reads another text in the clone, and a file in Git LFS arrives as a pointer. Which files run is told by the policy's `kinds`, and by the places where such files usually stand.",
  message: ({ attribute, example }) =>
    `${quoteName(attribute)} makes files such as ${quoteName(example)} differ from what is in git.`,
  remedy: () => "Leave filters and encodings to data, and keep what runs as plain text in git.",
  bad: { path: ".gitattributes", text: "dags/*.py filter=lfs diff=lfs merge=lfs -text\n" },
  good: { path: ".gitattributes", text: "*.parquet filter=lfs diff=lfs merge=lfs -text\n" },
  check(subject, report) {
    for (const { entry, example } of listGovernedLines(subject)) {
      const attribute = findRewriting(entry.attributes);
      if (attribute === null) continue;
      const { line } = entry;
      report({ start: { line, column: 1 }, end: { line, column: entry.pattern.length + 1 } }, { attribute, example });
    }
  },
});

function findRewriting(attributes: ReadonlyMap<string, string | boolean>): string | null {
  for (const name of ["filter", "working-tree-encoding"]) {
    const value = attributes.get(name);
    if (typeof value === "string" && !/^utf-?8$/i.test(value)) return `${name}=${value}`;
  }
  return attributes.get("ident") === true ? "ident" : null;
}
