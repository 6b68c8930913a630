import { readNoqaComments } from "../../formats/noqa-comments.ts";
import { defineRule } from "../define-rule.ts";

export const noqaWithoutRule = defineRule({
  id: "HYG-091",
  name: "noqa-without-rule",
  severity: "info",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A comment `# noqa` names no rule.",
  why: "It would silence whatever is found on its line, today and later, and nobody could tell what its author had seen. It silences nothing here.",
  message: () => "This `# noqa` names no rule, so it silences nothing here.",
  remedy: () => "Name the rule and the reason, as in `# noqa: S608 -- the table is ours`, or remove it.",
  bad: `
    ROWS = int("7")  # noqa
  `,
  good: `
    ROWS = int("7")  # noqa: E501
  `,
  check({ path, text }, report) {
    for (const { codes, span } of readNoqaComments(path, text)) if (codes.length === 0) report(span, undefined);
  },
});
