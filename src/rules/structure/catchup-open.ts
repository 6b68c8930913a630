import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { airflowOfNode, mayBeAirflow2 } from "./airflow-of-node.ts";

/** A start date is old when it was longer ago than this. */
const days = 7;

export const catchupOpen = defineRule<{ dagId: string; start: string }>({
  id: "DAG-009",
  name: "catchup-open",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary:
    "A DAG with a schedule and an old start date does not say whether it catches up, and the node has Airflow 2.",
  why: "Airflow 2 starts a run for each interval since the start date, unless `catchup=False` is written (or its configuration says `catchup_by_default = False`). On the day of the deploy these are all at once. Airflow 3 does so only where it is asked to. Which one the node has is known from its inventory; without one, that is said, unless the file imports `airflow.sdk`, which only Airflow 3 has.",
  message: ({ dagId, start }) =>
    `The DAG ${quoteName(dagId)} does not say whether it catches up: Airflow 2 starts a run for each interval since ${start}.`,
  remedy: () => "Write `catchup=False`, or `catchup=True` where these runs are wanted.",
  bad: {
    path: "dags/example.py",
    text: `
      from datetime import datetime
      from airflow import DAG
      from airflow.operators.empty import EmptyOperator

      with DAG("nightly", schedule="@daily", start_date=datetime(2024, 1, 1)):
          EmptyOperator(task_id="load")
    `,
    facts: { inventory: { packages: { "apache-airflow": "2.11.2" } } },
  },
  good: {
    path: "dags/example.py",
    text: `
      from datetime import datetime
      from airflow import DAG
      from airflow.operators.empty import EmptyOperator

      with DAG("nightly", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False):
          EmptyOperator(task_id="load")
    `,
    facts: { inventory: { packages: { "apache-airflow": "2.11.2" } } },
  },
  check(subject, report) {
    const { module, inventory, today } = subject;
    const isOpen = mayBeAirflow2(subject);
    if (airflowOfNode(inventory) !== 2 && !isOpen) return;
    const limit = Date.parse(today) - days * 24 * 60 * 60 * 1000;
    for (const { schedule, startDate, idSpan, dagId, idText, definedIn, ...dag } of module?.dags ?? []) {
      const isPeriodic = ["cron", "preset", "timedelta"].includes(schedule.kind);
      if (!isPeriodic || /^@(once|continuous)$/.test(schedule.text) || definedIn !== null) continue;
      if (dag.arguments.some(({ name }) => name === "catchup" || name === "**" || name === "*")) continue;
      const start = startDate.known ? (startDate.value?.slice(0, 10) ?? "") : "";
      if (!(Date.parse(start) < limit)) continue;
      const id = dagId ?? idText;
      if (isOpen)
        report.indeterminate(
          `The DAG ${quoteName(id)} does not say whether it catches up: Airflow 2 starts a run for each interval since ${start}, Airflow 3 none, and no inventory of the node tells which one that has.`,
        );
      else report(idSpan, { dagId: id, start });
    }
  },
});
