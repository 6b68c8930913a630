import { defineRule } from "../define-rule.ts";
import { findOnLines, nameCodePoint } from "./code-points.ts";

/** Tag characters, runs of variation selectors, long runs without width. A flag is spelt with tags behind U+1F3F4. */
const hidden =
  /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F}|[\u{E0000}-\u{E007F}]{1,10000}|[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{4,10000}|[\u00AD\u180E\u200B-\u200D\u2060-\u2064\uFEFF]{8,10000}/gu;

export const hiddenText = defineRule<{ character: string; length: number }>({
  id: "HYG-003",
  name: "hidden-text",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A file holds a text in characters that nobody can see.",
  why: "Each such character stands for a letter or a byte. Programs that were hidden so have been found in packages, and instructions to assistants that read a change in its text. No editor and no forge shows them.",
  message: ({ character, length }) =>
    length === 1
      ? `The character ${nameCodePoint(character)} stands here, which nobody can see.`
      : `A text of ${length} characters that nobody can see begins here, with ${nameCodePoint(character)}.`,
  remedy: () => "Remove them, and look at how they came into the file.",
  bad: `
    greeting = "hello\u{E0069}\u{E0067}\u{E006E}\u{E006F}\u{E0072}\u{E0065}"
  `,
  good: `
    greeting = "hello"
  `,
  check({ text }, report) {
    for (const { span, match } of findOnLines(text, hidden, (found) => !found.startsWith("\u{1F3F4}")))
      report(span, { character: match, length: [...match].length });
  },
});
