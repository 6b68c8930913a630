import type { LintFilter } from "./filter.ts";
import { textBefore } from "./text-at.ts";

/** `start_date=datetime(2026, 1, 1)`, which Airflow takes to be in its own default time zone. */
export const scheduleDate: LintFilter = {
  name: "schedule-date",
  codes: ["DTZ001", "DTZ901"],
  summary: "A `start_date` or `end_date` without a time zone gets Airflow's default one, which is UTC.",
  drops(problem, subject) {
    const before = textBefore(subject, problem.span);
    return /(?:\w*(?:start|end)_date["']?)\s*(?::[^=,()]{1,40})?[:=]\s*$/i.test(before.slice(-120))
      ? "Airflow gives it a time zone"
      : null;
  },
};
