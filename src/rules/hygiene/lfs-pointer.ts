import { readLfsPointer } from "../../formats/lfs-pointer.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";

export const lfsPointer = defineRule<{ why: string }>({
  id: "HYG-012",
  name: "lfs-pointer",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "file",
  summary: "A pointer of Git LFS stands where the file itself is needed, or points to nothing.",
  why: "A release is made of the bytes in git. Of a file that Git LFS keeps elsewhere these are three lines with a digest: the node would get them in place of the DAG, and nobody who approved them has seen the file.",
  message: ({ why }) => `This is a pointer of Git LFS, and ${why}.`,
  remedy: () => "Commit the file itself: `git lfs untrack` its name, and add it again.",
  bad: {
    path: "plugins/queries.sql",
    text: `
      version https://git-lfs.github.com/spec/v1
      oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
      size 12345
    `,
  },
  good: { path: "plugins/queries.sql", text: "SELECT count(*) FROM patients;\n" },
  check({ text, kind }, report) {
    const pointer = readLfsPointer(text);
    if (pointer === null) return;
    if (pointer.objection !== null) report(startOfFile, { why: pointer.objection });
    else if (kind !== "other") report(startOfFile, { why: "what runs must be in git itself" });
  },
});
