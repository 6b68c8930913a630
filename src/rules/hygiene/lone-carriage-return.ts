import { hasLoneCarriageReturn, listLoneCarriageReturns } from "../../python/line-ends.ts";
import { defineRule } from "../define-rule.ts";

export const loneCarriageReturn = defineRule<{ count: number }>({
  id: "HYG-001",
  name: "lone-carriage-return",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A Python file has a carriage return that no newline follows.",
  why: "Python ends a line there, git and the forges do not. What stands behind it runs, while a reviewer sees it as the rest of a comment, or not at all.",
  message: ({ count }) =>
    count === 1
      ? "A lone carriage return ends a line here for Python, but not for reviewers."
      : `Lone carriage returns, ${count} in this file, end lines for Python, but not for reviewers.`,
  remedy: () => "End lines with a newline.",
  bad: "# cleans up\rimport shutil\n",
  good: "# cleans up\nimport shutil\n",
  check({ module, text }, report) {
    if (module === null || !hasLoneCarriageReturn(text)) return;
    const all = listLoneCarriageReturns(text);
    const [first] = all;
    if (first !== undefined)
      report({ start: first, end: { ...first, column: first.column + 1 } }, { count: all.length });
  },
});
