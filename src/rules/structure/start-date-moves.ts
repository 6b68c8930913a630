import { defineRule } from "../define-rule.ts";
import { movingStarts } from "./moving-starts.ts";

export const startDateMoves = defineRule<{ expression: string; isDefault: boolean }>({
  id: "DAG-008",
  name: "start-date-moves",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "The `start_date` of a DAG is another one each time the file is parsed.",
  why: "Airflow plans runs from the start date on. One that moves with the clock may never be reached, so that the DAG never runs, or runs at other times than its schedule says.",
  message: ({ expression, isDefault }) =>
    expression === ""
      ? `The \`start_date\`${isDefault ? " in `default_args`" : ""} moves each time the file is parsed.`
      : `The \`start_date\` is \`${expression}\`, which moves each time the file is parsed.`,
  remedy: () => 'Write a fixed date, such as `pendulum.datetime(2026, 1, 1, tz="UTC")`.',
  bad: `
    import pendulum
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule="@daily", start_date=pendulum.now("UTC")):
        EmptyOperator(task_id="load")
  `,
  good: `
    import pendulum
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule="@daily", start_date=pendulum.datetime(2026, 1, 1, tz="UTC")):
        EmptyOperator(task_id="load")
  `,
  check(subject, report) {
    for (const { span, expression, isDefault } of movingStarts(subject))
      report(span, { expression: expression.slice(0, 80).replaceAll("`", "'"), isDefault });
  },
});
