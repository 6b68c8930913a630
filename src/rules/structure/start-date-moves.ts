import type { Dag } from "../../python/dag-model.ts";
import type { PlainArgument, PlainValue } from "../../python/plain-value.ts";
import { defineRule } from "../define-rule.ts";

/** Functions that answer another date on each parse. */
const moving =
  /(?:^|\.)(?:datetime\.(?:now|utcnow|today)|date\.today|timezone\.(?:utcnow|now)|pendulum\.(?:now|today|yesterday|tomorrow)|dates\.days_ago|days_ago)$/;

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
  check({ module }, report) {
    for (const dag of module?.dags ?? []) {
      const given = dag.definedIn === null && dag.schedule.kind !== "none" ? startOf(dag) : undefined;
      if (given === undefined || !isMoving(given.value)) continue;
      report(given.span ?? dag.idSpan, {
        expression: given.expression.slice(0, 80).replaceAll("`", "'"),
        isDefault: dag.defaultArgs.includes(given),
      });
    }
  },
});

function startOf({ arguments: own, defaultArgs }: Dag): PlainArgument | undefined {
  return [...own, ...defaultArgs].find(({ name }) => name === "start_date");
}

function isMoving(value: PlainValue): boolean {
  return value.kind === "call" && (moving.test(value.name) || isArithmetic(value));
}

/** `datetime.now() - timedelta(days=1)`: the model keeps its expression alone. */
function isArithmetic(value: Extract<PlainValue, { kind: "call" }>): boolean {
  return (
    value.name === "arithmetic" &&
    /\b(?:datetime\.(?:now|utcnow|today)|timezone\.utcnow|pendulum\.(?:now|today|yesterday|tomorrow)|days_ago)\s*\(/.test(
      value.expression,
    )
  );
}
