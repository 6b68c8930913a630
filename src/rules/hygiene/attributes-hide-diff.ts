import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { listGovernedLines } from "./attribute-paths.ts";

export const attributesHideDiff = defineRule<{ attribute: string; example: string }>({
  id: "HYG-007",
  name: "attributes-hide-diff",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A `.gitattributes` hides the diff of files that are reviewed before they run.",
  why: "The forge then shows such a file as binary or as generated, folded away: whoever approves its next change has not seen it. Which files are reviewed before they run is told by the policy's `kinds`, and by the places where such files usually stand.",
  message: ({ attribute, example }) =>
    `${quoteName(attribute)} hides the changes of files such as ${quoteName(example)}.`,
  remedy: () => "Leave the attribute to files that nobody needs to review, such as lock files and pictures.",
  bad: { path: ".gitattributes", text: "* text=auto\n*.py linguist-generated\n" },
  good: { path: ".gitattributes", text: "* text=auto\npackage-lock.json linguist-generated\n*.png binary\n" },
  check(subject, report) {
    for (const { entry, example } of listGovernedLines(subject)) {
      const attribute = findHiding(entry.attributes);
      if (attribute === null) continue;
      const { line } = entry;
      report({ start: { line, column: 1 }, end: { line, column: entry.pattern.length + 1 } }, { attribute, example });
    }
  },
});

function findHiding(attributes: ReadonlyMap<string, string | boolean>): string | null {
  if (attributes.get("diff") === false) return attributes.get("binary") === true ? "binary" : "-diff";
  const generated = ["linguist-generated", "gitlab-generated"].find((name) => {
    const value = attributes.get(name);
    return value === true || value === "true";
  });
  return generated ?? null;
}
