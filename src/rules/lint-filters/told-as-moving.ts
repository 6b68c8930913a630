import { onceOf } from "../once-of.ts";
import { movingStarts } from "../structure/moving-starts.ts";
import type { FileSubject } from "../subject.ts";
import type { LintFilter } from "./filter.ts";

/** By line, the last line of what DAG-008 reports from there or from above. */
const lastLines = onceOf((subject: FileSubject): readonly number[] => {
  const ends = new Map<number, number>();
  for (const { span } of movingStarts(subject))
    ends.set(span.start.line, Math.max(span.end.line, ends.get(span.start.line) ?? 0));
  let last = 0;
  return Array.from({ length: Math.max(0, ...ends.keys()) + 1 }, (_, line) => {
    last = Math.max(last, ends.get(line) ?? 0);
    return last;
  });
});

export const toldAsMoving: LintFilter = {
  name: "told-as-moving",
  codes: ["DTZ002", "DTZ003", "DTZ005", "DTZ011"],
  toldBy: "DAG-008",
  summary: "A `start_date` that DAG-008 reports as moving is no better with a time zone: it is to be a fixed date.",
  drops({ span }, subject) {
    const lines = lastLines(subject);
    const last = lines[span.start.line] ?? lines.at(-1) ?? 0;
    return span.end.line <= last ? "DAG-008 tells it" : null;
  },
};
