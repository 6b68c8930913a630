import type { LintFilter } from "./filter.ts";
import { textAt } from "./text-at.ts";

/** `"{:~P}".format(length)` asks the object, which may understand any letter; `%` knows its own letters alone. */
export const formatOfObject: LintFilter = {
  name: "format-of-object",
  codes: ["PLE1300"],
  summary: "An object may have formats of its own (`__format__`), which `.format` hands to it.",
  drops: (problem, subject) =>
    /\.\s*format\s*\(/.test(textAt(subject, problem.span)) ? "the object says what its formats are" : null,
};
