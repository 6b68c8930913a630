import { defineRule } from "../define-rule.ts";
import { findOnLines } from "./code-points.ts";

const codeName =
  /(?:\.(?:py|pyi|ya?ml|sh|bash|toml|cfg|ini|js|cjs|mjs|ts|tsx|jsx|sql|rb|tf|tpl|j2)|(?:^|\/)(?:Dockerfile|Makefile)[^/]*)$/i;

/** No reviewer has a window as wide. */
const wide = 160;
const behindSpaces = new RegExp(`(?<=\\S)[ \\t\\u00A0\\u3000]{${wide},}(?=[^\\s\\\\])`, "g");

export const codeBehindSpaces = defineRule<{ column: number }>({
  id: "HYG-006",
  name: "code-behind-spaces",
  severity: "warning",
  confidence: "medium",
  about: "text",
  reach: "line",
  summary: "Code stands so far to the right that a reviewer does not see it.",
  why: "A diff is shown in a window, and what follows hundreds of spaces is outside of it. Malicious changes have been hidden so.",
  message: ({ column }) => `The line goes on at column ${column}, behind spaces, where a reviewer does not see it.`,
  remedy: () => "Put it on a line of its own.",
  bad: `x = 1;${" ".repeat(200)}import shutil\n`,
  good: `
    x = 1
    import shutil
  `,
  check({ path, text }, report) {
    if (!codeName.test(path)) return;
    for (const { span } of findOnLines(text, behindSpaces)) {
      const { line, column } = span.end;
      report({ start: span.end, end: { line, column: column + 1 } }, { column });
    }
  },
});
