import type { LintFilter } from "./filter.ts";
import { textAt } from "./text-at.ts";

/** `DAG("a", **settings)` */
export const argumentsElsewhere: LintFilter = {
  name: "arguments-elsewhere",
  codes: ["AIR002"],
  summary: "A DAG that takes its arguments by `**` may get its schedule there.",
  drops: ({ span }, subject) => (/\*\*\s*\w/.test(textAt(subject, span)) ? "its schedule may be in `**`" : null),
};
