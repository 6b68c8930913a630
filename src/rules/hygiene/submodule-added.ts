import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";

export const submoduleAdded = defineRepositoryRule<{ path: string; isNew: boolean }>({
  id: "HYG-009",
  name: "submodule-added",
  severity: "error",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A change adds a submodule, or moves one to another commit.",
  why: "The diff of a submodule is one number. What is behind it lies in another repository, is reviewed by nobody here and can be taken away there; a release with a submodule in it is refused.",
  message: ({ path, isNew }) =>
    isNew ? `${quoteName(path)} is a submodule.` : `The submodule ${quoteName(path)} is moved to another commit.`,
  remedy: () => "Put the files themselves there, so that they can be reviewed.",
  bad: {
    path: "vendor/README.md",
    text: "# Vendored\n",
    facts: { changed: [exampleChange("vendor/library", { mode: "160000", size: null })] },
  },
  good: {
    path: "vendor/README.md",
    text: "# Vendored\n",
    facts: { changed: [exampleChange("vendor/library/module.py")] },
  },
  checkAll({ changed, opaque }, report) {
    for (const { path, mode, status } of changed ?? opaque) {
      if (mode === "160000" && status !== "removed") report(path, startOfFile, { path, isNew: status !== "modified" });
    }
  },
});
