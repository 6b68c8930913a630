import { checkDvcDirectory } from "../../formats/dvc-directory.ts";
import { listLineStarts, spanOfOffsets } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";

export const dvcDirectoryListing = defineRule<{ said: string }>({
  id: "RES-008",
  name: "dvc-directory-listing",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "The listing of a directory (`.dir`) is not what DVC writes.",
  why: "DVC makes a path of each name and of each digest in it: a crafted one writes outside of the directory, or reads an object that nobody approved.",
  message: ({ said }) => said,
  remedy: () => "Let DVC write the listing, and keep it in a remote, not in git.",
  bad: {
    path: "results/3863d0e317dee0a55c4e59d2ec0eef33.dir",
    text: '[{"md5": "d8e8fca2dc0f896fd7cb4cb0031ba249", "relpath": "../../.bashrc"}]\n',
  },
  good: {
    path: "results/3863d0e317dee0a55c4e59d2ec0eef33.dir",
    text: '[{"md5": "d8e8fca2dc0f896fd7cb4cb0031ba249", "relpath": "north/counts.csv"}]\n',
  },
  check({ path, text }, report) {
    if (!/(?:^|\/)[0-9a-f]{30,32}\.dir$/.test(path)) return;
    const flaws = checkDvcDirectory(text);
    if (flaws.length === 0) return;
    const lines = listLineStarts(text);
    for (const { at, length, message } of flaws) report(spanOfOffsets(lines, at, at + length), { said: message });
  },
});
