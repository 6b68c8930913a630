import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isDataFile } from "../results/data-file.ts";
import { exampleChange } from "./example-change.ts";

const options = z.strictObject({
  "max-bytes": z.int().positive().default(5_000_000).describe("The largest file that may be in git."),
});

export const hugeFile = defineRepositoryRule<{ path: string; size: number }, typeof options>({
  id: "HYG-015",
  name: "huge-file",
  severity: "warning",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A file is too large to be reviewed.",
  why: "No forge shows the diff of such a file, and each clone carries it for ever, also after it was removed.",
  options,
  message: ({ path, size }) => `${quoteName(path)} has ${(size / 1_000_000).toFixed(1)} MB, which nobody can review.`,
  remedy: () => "Keep it outside of git, or in parts that can be read.",
  bad: {
    path: "docs/README.md",
    text: "# Docs\n",
    facts: { changed: [exampleChange("docs/film.mp4", { size: 48_000_000 })] },
  },
  good: {
    path: "docs/README.md",
    text: "# Docs\n",
    facts: { changed: [exampleChange("docs/picture.png", { size: 120_000 })] },
  },
  checkAll({ changed }, report, given) {
    for (const { path, status, size } of changed ?? []) {
      if (status === "removed" || isDataFile(path)) continue; // of data another rule tells
      if (size !== null && size > given["max-bytes"]) report(path, startOfFile, { path, size });
    }
  },
});
