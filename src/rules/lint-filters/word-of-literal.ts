import type { LintFilter } from "./filter.ts";
import { textBefore } from "./text-at.ts";

/** Ruff takes the words of a `Literal` for names where it cannot see that it is the one of `typing`. */
export const wordOfLiteral: LintFilter = {
  name: "word-of-literal",
  codes: ["F821"],
  summary: 'The words of `Literal["a", "b"]` are values, from whatever module `Literal` comes.',
  drops: (problem, subject) =>
    /\bLiteral\[[^[\]]{0,500}["']$/.test(textBefore(subject, problem.span)) ? "it is a word of a `Literal`" : null,
};
