import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const taskCycle = defineRule<{ dagId: string; circle: readonly string[] }>({
  id: "DAG-001",
  name: "task-cycle",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Tasks of a DAG wait for each other in a circle.",
  why: "Airflow refuses a DAG with a cycle when it imports the file: the DAG vanishes, with an import error in its place.",
  message: ({ dagId, circle }) =>
    `The tasks of the DAG ${quoteName(dagId)} wait for each other in a circle: ${circle.map((id) => quoteName(id)).join(" >> ")}.`,
  remedy: () => "Take one of these dependencies away.",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        load = EmptyOperator(task_id="load")
        check = EmptyOperator(task_id="check")
        load >> check >> load
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("nightly", schedule=None):
        load = EmptyOperator(task_id="load")
        check = EmptyOperator(task_id="check")
        load >> check
  `,
  check({ module }, report) {
    for (const dag of module?.dags ?? []) {
      if (dag.certainty === "unknown" || dag.definedIn !== null) continue;
      const circle = dag.circle?.taskIds ?? [];
      if (circle.length < 3) continue;
      const first = dag.tasks.find(({ taskId }) => taskId === circle[0]);
      const span = first === undefined || first.definedIn !== null ? dag.idSpan : first.idSpan;
      report(dag.circle?.span ?? span, { dagId: dag.dagId ?? dag.idText, circle: shorten(circle) });
    }
  },
});

const most = 8;

function shorten(circle: readonly string[]): readonly string[] {
  return circle.length <= most ? circle : [...circle.slice(0, most - 2), "…", ...circle.slice(-1)];
}
