import { cronProblem } from "../../formats/cron-problem.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Schedule } from "../../python/dag-model.ts";
import type { PlainValue } from "../../python/plain-value.ts";
import { defineRule } from "../define-rule.ts";

export const scheduleInvalid = defineRule<{ text: string; problem: string }>({
  id: "DAG-006",
  name: "schedule-invalid",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "The schedule of a DAG is no cron expression and no preset that Airflow can read.",
  why: "Airflow refuses the DAG when it imports the file: it vanishes, with an import error in its place. Told is only what croniter, with which Airflow reads schedules, refuses in every version, and a day of a month that never comes. The cron expressions of Airflow's own timetables are read, too.",
  message: ({ text, problem }) => `The schedule ${quoteName(text)} ${problem}.`,
  remedy: () =>
    "Write five fields (minute, hour, day of the month, month, day of the week) or a preset such as `@daily`.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule="0 25 * * *"):
        EmptyOperator(task_id="load")
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule="0 2 * * *"):
        EmptyOperator(task_id="load")
  `,
  check({ module }, report) {
    for (const { schedule, definedIn } of module?.dags ?? []) {
      if (definedIn !== null || schedule.span === null) continue;
      for (const text of cronsIn(schedule)) {
        const problem = noTimeIn(text) ?? cronProblem(text);
        if (problem !== null) report(schedule.span, { text, problem });
      }
    }
  },
});

/** What keeps a schedule that croniter reads from ever naming a time; `null`: nothing that is seen here. */
function noTimeIn(text: string): string | null {
  if (text.trim() === "") return "is empty";
  const [, day, month] = /^\S+\s+\S+\s+(30|31)\s+(\d{1,2}|[a-z]{3})\s+\*$/i.exec(text.trim()) ?? [];
  if (day === undefined || month === undefined) return null;
  const isShort = /^(?:0?2|feb)$/i.test(month) || (day === "31" && /^(?:0?[469]|11|apr|jun|sep|nov)$/i.test(month));
  return isShort ? "names a day that no such month has" : null;
}

/** Cron expressions and presets: the schedule itself, or those that its timetables are given. */
function cronsIn({ kind, text, value }: Schedule): readonly string[] {
  if (kind === "cron" || kind === "preset") return [text];
  return kind === "timetable" && value !== null ? cronsOfTimetable(value) : [];
}

function cronsOfTimetable(value: PlainValue): readonly string[] {
  if (value.kind !== "call" || !value.name.startsWith("airflow.")) return [];
  const given = value.arguments;
  if (/\.MultipleCronTriggerTimetable$/.test(value.name)) {
    return given.flatMap((one) => (one.name === null ? textsOf(one.value) : []));
  }
  if (/\.Cron(?:Trigger|DataInterval|Partition)Timetable$/.test(value.name)) {
    return given.flatMap((one, index) =>
      one.name === "cron" || (one.name === null && index === 0) ? textsOf(one.value) : [],
    );
  }
  return given.flatMap((one) => (one.name === "timetable" ? cronsOfTimetable(one.value) : []));
}

function textsOf(value: PlainValue): readonly string[] {
  return value.kind === "constant" && typeof value.value === "string" ? [value.value] : [];
}
