import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isDataFile } from "../results/data-file.ts";
import { exampleChange } from "./example-change.ts";

/** What people know to be binary, and other rules look at. */
const expected =
  /\.(?:png|jpe?g|gif|webp|ico|bmp|tiff?|pdf|woff2?|ttf|otf|eot|mp[34]|webm|mov|wav|ogg|docx?|pptx?|odt|odp)$/i;

export const binaryFile = defineRepositoryRule<{ path: string }>({
  id: "HYG-021",
  name: "binary-file",
  severity: "info",
  confidence: "high",
  about: "change",
  reach: "file",
  summary: "A binary file is committed, of which no forge shows what changed.",
  why: "Whoever approves the change sees that the file is there, and nothing of what is in it. Test data and models have carried payloads so.",
  message: ({ path }) => `${quoteName(path)} is binary, so nobody sees what is in it.`,
  remedy: () => "Say in the change what it is and where it comes from, or make it from text when it is needed.",
  bad: {
    path: "tests/README.md",
    text: "# Tests\n",
    facts: { changed: [exampleChange("tests/sample.bin", { looks: { form: "binary", what: null } })] },
  },
  good: {
    path: "tests/README.md",
    text: "# Tests\n",
    facts: { changed: [exampleChange("tests/sample.hex", { looks: { form: "text", what: null } })] },
  },
  checkAll({ changed }, report) {
    for (const { path, status, looks, kind } of changed ?? []) {
      if (status === "removed" || looks?.form !== "binary" || kind !== "other") continue; // of other kinds it is unread, a failure
      if (!expected.test(path) && !isDataFile(path)) report(path, startOfFile, { path });
    }
  },
});
