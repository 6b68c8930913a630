import { movingStarts } from "../structure/moving-starts.ts";
import type { LintFilter } from "./filter.ts";

export const toldAsMoving: LintFilter = {
  name: "told-as-moving",
  codes: ["DTZ002", "DTZ003", "DTZ005", "DTZ011"],
  toldBy: "DAG-008",
  summary: "A `start_date` that DAG-008 reports as moving is no better with a time zone: it is to be a fixed date.",
  drops: ({ span }, subject) =>
    movingStarts(subject).some((one) => one.span.start.line <= span.start.line && span.end.line <= one.span.end.line)
      ? "DAG-008 tells it"
      : null,
};
