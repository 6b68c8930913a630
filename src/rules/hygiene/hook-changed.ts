import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { exampleChange } from "./example-change.ts";
import { verbOf } from "./verb-of.ts";

/** What an editor, a shell, git, Python or an assistant runs of a clone without being told to. */
const hooks =
  /^(?:\.githooks\/|\.husky\/|\.devcontainer\/|\.pre-commit-(?:config|hooks)\.yaml$|\.?lefthook\.ya?ml$|\.vscode\/(?:tasks|settings|launch)\.json$|\.envrc$|\.mcp\.json$|\.claude\/settings(?:\.local)?\.json$|\.cursor\/)|(?:^|\/)(?:sitecustomize\.py|usercustomize\.py|[^/]+\.pth)$/;

export const hookChanged = defineRepositoryRule<{ path: string; verb: string }>({
  id: "HYG-019",
  name: "hook-changed",
  severity: "info",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A change edits what runs by itself on the machines of those who have a clone.",
  why: "Git's hooks, the tasks of an editor, the container it opens and Python's start files run when somebody commits, opens a folder or starts Python. That is before any review of what they run.",
  message: ({ path, verb }) =>
    `This change ${verb} ${quoteName(path)}, which runs by itself on the machines of others.`,
  remedy: () => "Read what it runs before you check the change out.",
  bad: {
    path: ".githooks/pre-commit",
    text: "#!/bin/sh\nexec npm test\n",
    facts: { changed: [exampleChange(".githooks/pre-commit")] },
  },
  good: { path: "docs/hooks.md", text: "# Hooks\n", facts: { changed: [exampleChange("docs/hooks.md")] } },
  checkAll({ changed }, report) {
    for (const { path, status, looks } of changed ?? []) {
      if (status === "removed" || !hooks.test(path)) continue;
      if (path.endsWith(".pth") && looks?.form !== "text") continue; // the weights of a model
      report(path, startOfFile, { path, verb: verbOf(status) });
    }
  },
});
