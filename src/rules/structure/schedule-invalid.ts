import { cronProblem } from "../../formats/cron-problem.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const scheduleInvalid = defineRule<{ text: string; problem: string }>({
  id: "DAG-006",
  name: "schedule-invalid",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "The schedule of a DAG is no cron expression and no preset that Airflow can read.",
  why: "Airflow refuses the DAG when it imports the file: it vanishes, with an import error in its place. Told is only what croniter, with which Airflow reads schedules, refuses in every version.",
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
      if ((schedule.kind !== "cron" && schedule.kind !== "preset") || definedIn !== null || schedule.span === null)
        continue;
      const problem = cronProblem(schedule.text);
      if (problem !== null) report(schedule.span, { text: schedule.text, problem });
    }
  },
});
