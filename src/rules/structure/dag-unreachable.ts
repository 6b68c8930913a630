import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const dagUnreachable = defineRule<{ dagId: string }>({
  id: "DAG-005",
  name: "dag-unreachable",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A DAG is made and not left where Airflow looks.",
  why: "Airflow takes the DAGs that are bound to a name of the module, and those that were used as a context (`with DAG(…)`). One that is made in a function and not handed to the module is missing in Airflow without any error.",
  message: ({ dagId }) => `The DAG ${quoteName(dagId)} is bound to no name of the module, so Airflow will not see it.`,
  remedy: () => "Bind it to a name at module level, or use it as a context (`with DAG(…):`).",
  bad: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    def make():
        dag = DAG("nightly", schedule=None)
        EmptyOperator(task_id="load", dag=dag)
        return dag

    make()
  `,
  good: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    def make():
        dag = DAG("nightly", schedule=None)
        EmptyOperator(task_id="load", dag=dag)
        return dag

    nightly = make()
  `,
  check({ module }, report) {
    if (module === null || module.failures.length > 0) return;
    // The DAG of a `SubDagOperator` belongs to another.
    if (module.dags.some(({ tasks }) => tasks.some(({ operator }) => operator.endsWith("SubDagOperator")))) return;
    for (const { isRegistered, isCalled, definedIn, arguments: given, idSpan, dagId, idText } of module.dags) {
      if (isRegistered !== false || isCalled !== true || definedIn !== null) continue;
      if (given.some(({ name }) => name === "auto_register")) continue;
      report(idSpan, { dagId: dagId ?? idText });
    }
  },
});
