import { z } from "zod";
import { countOf } from "../formats/count-of.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";

const comparison = z
  .string()
  .regex(/^(>=|<=|>|<|=)\s*\d{1,9}$/, 'A size is compared as in `">100"`, with `>`, `>=`, `<`, `<=` or `=`.');

export const size = definePredicate({
  key: "size",
  accepts: z
    .strictObject({ files: comparison.optional(), lines: comparison.optional() })
    .refine(({ files, lines }) => files !== undefined || lines !== undefined, "`size` needs `files` or `lines`."),
  describe:
    "Whether the change is as large as said: `files` are the changed files, `lines` additions and deletions together.",
  example: 'size: { files: ">100", lines: ">500" }',
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(wanted, { change }) {
    const files = change.files.items.length;
    const lines = change.files.items.reduce((sum, file) => sum + file.additions + file.deletions, 0);
    const isMet =
      (wanted.files === undefined || compare(files, wanted.files)) &&
      (wanted.lines === undefined || compare(lines, wanted.lines));
    const reason = `it changes ${countOf(files, "file")} and ${countOf(lines, "line")}`;
    return isMet ? holds(reason) : fails(reason);
  },
});

function compare(actual: number, wanted: string): boolean {
  const limit = Number(wanted.replace(/[<>=]+/, ""));
  if (wanted.startsWith(">=")) return actual >= limit;
  if (wanted.startsWith("<=")) return actual <= limit;
  if (wanted.startsWith(">")) return actual > limit;
  if (wanted.startsWith("<")) return actual < limit;
  return actual === limit;
}
