import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";

export const programInGit = defineRepositoryRule<{ path: string; what: string }>({
  id: "HYG-016",
  name: "program-in-git",
  severity: "warning",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A compiled program or a package is committed.",
  why: "Nobody can review it, and what it does need not be what its source says. Python prefers a compiled module that fits to building it anew, and imports packages from archives.",
  message: ({ path, what }) => `${quoteName(path)} is ${what}, which nobody can review.`,
  remedy: () => "Commit its source, or take it from where its digest can be checked.",
  bad: {
    path: "tools/README.md",
    text: "# Tools\n",
    facts: {
      changed: [exampleChange("tools/convert", { mode: "100755", looks: { form: "program", what: "an ELF program" } })],
    },
  },
  good: {
    path: "tools/README.md",
    text: "# Tools\n",
    facts: { changed: [exampleChange("tools/convert.sh", { looks: { form: "text", what: null } })] },
  },
  checkAll({ changed }, report) {
    for (const { path, status, looks } of changed ?? []) {
      if (status === "removed" || looks === undefined) continue;
      if (looks.form === "program") report(path, startOfFile, { path, what: looks.what ?? "a program" });
      else if (looks.form === "archive" && /\.(?:whl|egg|jar|war|pyz|zipapp|apk|nupkg|deb|rpm)$/i.test(path))
        report(path, startOfFile, { path, what: "a package" });
    }
  },
});
