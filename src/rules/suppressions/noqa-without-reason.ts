import { readNoqaComments } from "../../formats/noqa-comments.ts";
import { defineRule } from "../define-rule.ts";
import { askedRules } from "./asked-rules.ts";

export const noqaWithoutReason = defineRule<{ codes: string }>({
  id: "HYG-090",
  name: "noqa-without-reason",
  severity: "info",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A comment `# noqa: RULE` gives no reason.",
  why: "Whoever approves a change is shown what its author wants not to be told, and why. Without a reason there is nothing to weigh, so the finding stays.",
  message: ({ codes }) => `\`# noqa: ${codes}\` gives no reason, so it silences nothing.`,
  remedy: ({ codes }) =>
    `Say behind two hyphens why the line is good as it is, such as \`# noqa: ${codes} -- the table is ours\`, or remove the comment and mend the line.`,
  bad: `
    ROWS = int("7")  # noqa: SEC-001
  `,
  good: `
    ROWS = int("7")  # noqa: SEC-001 -- a number of rows, and no password
  `,
  check({ path, text }, report) {
    for (const { codes, reason, span } of readNoqaComments(path, text)) {
      const asked = askedRules(codes);
      if (asked.length > 0 && reason === null) report(span, { codes: asked.join(", ") });
    }
  },
});
