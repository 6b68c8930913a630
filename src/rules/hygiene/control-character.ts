import { defineRule } from "../define-rule.ts";
import { findOnLines, nameCodePoint } from "./code-points.ts";
import { isProse } from "./is-prose.ts";

export const controlCharacter = defineRule<{ character: string; count: number }>({
  id: "HYG-005",
  name: "control-character",
  severity: "warning",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A file that is not prose has control characters.",
  why: "A terminal obeys them: an escape or a backspace can overwrite what stood before, so that `cat` and `git diff` show another text than the one that runs.",
  message: ({ character, count }) =>
    count === 1
      ? `The control character ${nameCodePoint(character)} stands here.`
      : `The control character ${nameCodePoint(character)} and ${count - 1} more stand on this line.`,
  remedy: () => "Remove it, or write it as an escape such as `\\x1b` in the string that needs it.",
  bad: `
    command = "rm -rf /\b\b\b\b\b\b\b\becho done"
  `,
  good: `
    command = "echo done"
  `,
  check(subject, report) {
    if (isProse(subject)) return;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const controls = /[\x01-\x08\x0B\x0E-\x1F\x7F-\x84\x86-\x9F]/g;
    for (const { span, match, count } of findOnLines(subject.text, controls)) report(span, { character: match, count });
  },
});
