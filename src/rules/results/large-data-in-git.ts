import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isDataFile } from "./data-file.ts";

const options = z.strictObject({
  "max-bytes": z.int().positive().default(1_000_000).describe("The largest data file that may be in git."),
});

export const largeDataInGit = defineRepositoryRule<{ path: string; size: number }, typeof options>({
  id: "RES-010",
  name: "large-data-in-git",
  severity: "warning",
  confidence: "medium",
  about: "change",
  reach: "file",
  summary: "A large data file is committed to git.",
  why: "Each clone carries it for ever, and nobody can review it. Data about people does not belong there at all, as it could never be taken back.",
  options,
  message: ({ path, size }) => `${quoteName(path)} has ${(size / 1_000_000).toFixed(1)} MB of data, in git.`,
  remedy: () => "Track it with DVC, or leave it where the node reads it.",
  bad: {
    path: "data/patients.csv",
    text: "id,age\n1,44\n",
    facts: {
      changed: [
        {
          ...{ path: "data/patients.csv", previousPath: null, status: "added", mode: "100644" },
          ...{ size: 5_200_000, kind: "other" },
        },
      ],
    },
  },
  good: {
    path: "tests/patients.csv",
    text: "id,age\n1,44\n",
    facts: {
      changed: [
        {
          ...{ path: "tests/patients.csv", previousPath: null, status: "added", mode: "100644" },
          ...{ size: 12, kind: "other" },
        },
      ],
    },
  },
  checkAll({ changed }, report, given) {
    for (const { path, status, size } of changed ?? []) {
      if (status === "removed" || path.startsWith("results/") || !isDataFile(path)) continue;
      if (size !== null && size > given["max-bytes"]) report(path, startOfFile, { path, size });
    }
  },
});
