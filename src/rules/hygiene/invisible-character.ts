import { defineRule } from "../define-rule.ts";
import { findOnLines, nameCodePoint } from "./code-points.ts";
import { isProse } from "./is-prose.ts";

const invisible =
  /[\u0085\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028\u2029\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]/g;

/** Joiners and marks that scripts and emoji need between their characters. */
const joiners = "\u061C\u200C\u200D\u200E\u200F";
const ofAScript = /(?:\p{L}|\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)$/u;

export const invisibleCharacter = defineRule<{ character: string; count: number }>({
  id: "HYG-004",
  name: "invisible-character",
  severity: "warning",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A file that is not prose has characters that nobody can see.",
  why: "Two names, paths or passwords that look the same are not when one of them has such a character, and a search does not find it. A line separator ends a line for some readers of YAML and not for others.",
  message: ({ character, count }) =>
    count === 1
      ? `${nameCodePoint(character)} stands here, which nobody can see.`
      : `${nameCodePoint(character)} and ${count - 1} more on this line cannot be seen.`,
  remedy: () => "Remove it, or write it as an escape such as `\\u200b` in the string that needs it.",
  bad: `
    table = "patients\u200B"
  `,
  good: `
    table = "patients"
  `,
  check(subject, report) {
    if (isProse(subject)) return;
    const { text } = subject;
    const isMeant = (match: string, at: number): boolean => at > 0 && !(joiners.includes(match) && joins(text, at));
    for (const { span, match, count } of findOnLines(text, invisible, isMeant))
      report(span, { character: match, count });
  },
});

/** Whether what stands before it is of a script that uses joiners: not ASCII. */
function joins(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  return /[^\0-\x7F]$/.test(before) && ofAScript.test(before);
}
