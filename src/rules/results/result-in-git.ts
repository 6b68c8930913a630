import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isDataFile } from "./data-file.ts";

export const resultInGit = defineRepositoryRule<{ path: string }>({
  id: "RES-009",
  name: "result-in-git",
  severity: "error",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "Data is committed to git where the results are, instead of to DVC.",
  why: "Whoever can read the repository can read the data as soon as it is pushed, before anybody approved it, and it cannot be taken back. A `.dvc` file tells one digest, and the data stays in the node's storage until a controller agreed.",
  message: ({ path }) => `The data of ${quoteName(path)} is committed to git.`,
  remedy: () => "Take it out of the commits of this change, and let `dvc add` track it.",
  bad: {
    path: "results/counts.csv",
    text: "region,n\nnorth,12\n",
    facts: {
      changed: [
        {
          ...{ path: "results/counts.csv", previousPath: null, status: "added", mode: "100644" },
          ...{ size: 18, kind: "other" },
        },
      ],
    },
  },
  good: {
    path: "results/README.md",
    text: "# Results\n",
    facts: {
      changed: [
        {
          ...{ path: "results/README.md", previousPath: null, status: "added", mode: "100644" },
          ...{ size: 10, kind: "other" },
        },
      ],
    },
  },
  checkAll({ changed }, report) {
    for (const { path, status, kind } of changed ?? []) {
      const isResult = kind === "result" || path.startsWith("results/");
      if (status === "removed" || !isResult || !isDataFile(path)) continue;
      report(path, startOfFile, { path });
    }
  },
});
