import { defineRule } from "../define-rule.ts";
import { findOnLines, nameCodePoint } from "./code-points.ts";
import { isProse } from "./is-prose.ts";

export const bidiControl = defineRule<{ character: string; count: number }>({
  id: "HYG-002",
  name: "bidi-control",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A file that is not prose has characters that reorder what is shown.",
  why: "Such a character makes a line look different from what the interpreter reads: code can be shown as a comment, a comment as code (https://trojansource.codes). Nothing that runs on a node needs one.",
  message: ({ character, count }) =>
    count === 1
      ? `${nameCodePoint(character)} makes this line look different from what is read.`
      : `${nameCodePoint(character)} and ${count - 1} more make this line look different from what is read.`,
  remedy: () => "Remove it, or write it as an escape such as `\\u202e` in the string that needs it.",
  bad: `
    is_admin = False
    # check \u202E the role \u2066 if it is set \u2069 \u2066
    print(is_admin)
  `,
  good: `
    is_admin = False
    # check the role if it is set
    print(is_admin)
  `,
  check(subject, report) {
    if (isProse(subject)) return;
    for (const { span, match, count } of findOnLines(subject.text, /[\u202A-\u202E\u2066-\u2069]/g))
      report(span, { character: match, count });
  },
});
