import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { airflowOfNode, mayBeAirflow2 } from "./airflow-of-node.ts";

export const startDateMissing = defineRule<{ dagId: string }>({
  id: "DAG-007",
  name: "start-date-missing",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A DAG with a schedule has no `start_date`, and the node has Airflow 2.",
  why: "Airflow 2 refuses a DAG with a schedule and without a start date when it imports the file. Airflow 3 takes it. Which one the node has is known from its inventory; without one, that is said, unless the file imports `airflow.sdk`, which only Airflow 3 has.",
  message: ({ dagId }) => `The DAG ${quoteName(dagId)} has a schedule and no \`start_date\`, which Airflow 2 refuses.`,
  remedy: () => "Give the DAG a `start_date`, or `schedule=None`.",
  bad: {
    path: "dags/example.py",
    text: `
      from airflow import DAG
      from airflow.operators.empty import EmptyOperator

      with DAG("nightly", schedule="@daily"):
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

      with DAG("nightly", schedule="@daily", start_date=datetime(2026, 11, 1), catchup=False):
          EmptyOperator(task_id="load")
    `,
    facts: { inventory: { packages: { "apache-airflow": "2.11.2" } } },
  },
  check(subject, report) {
    const { module, inventory } = subject;
    const isOpen = mayBeAirflow2(subject);
    if (airflowOfNode(inventory) !== 2 && !isOpen) return;
    for (const { schedule, startDate, form, definedIn, idSpan, isRegistered, dagId, idText } of module?.dags ?? []) {
      const isScheduled = ["cron", "preset", "timedelta"].includes(schedule.kind) && schedule.text !== "";
      if (!isScheduled || form === "asset" || definedIn !== null || isRegistered === null) continue;
      if (!startDate.known || startDate.value !== null) continue;
      const id = dagId ?? idText;
      if (isOpen)
        report.indeterminate(
          `Airflow 2 refuses the DAG ${quoteName(id)}, which has a schedule and no \`start_date\`; Airflow 3 takes it, and no inventory of the node tells which one that has.`,
        );
      else report(idSpan, { dagId: id });
    }
  },
});
