import type { Span } from "../../domain/finding.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { CodeFacts } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { bodiesRunBy } from "./bodies-run-by.ts";

export const dagUnreachable = defineRule<{ dagId: string | null }>({
  id: "DAG-005",
  name: "dag-unreachable",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A DAG is made and not left where Airflow looks.",
  why: 'Airflow takes the DAGs that are bound to a name of the module, and those that were used as a context (`with DAG(…)`). One that is made in a function and not handed to the module is missing in Airflow without any error. So is one that is made below `if __name__ == "__main__":`. Of a function that makes one, and that nothing in the file calls, it is said that another file would have to.',
  message: ({ dagId }) =>
    dagId === null
      ? "A DAG is made only where this file is run as a program, so Airflow will not see it."
      : `The DAG ${quoteName(dagId)} is bound to no name of the module, so Airflow will not see it.`,
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
  check({ module, code }, report) {
    if (module === null || module.failures.length > 0) return;
    if (module.dags.length === 0 && module.certainty === "exact" && code !== null) {
      for (const { calleeSpan, within } of dagsNotMade(code)) {
        if (within === null) report(calleeSpan, { dagId: null });
        else
          report.indeterminate(
            `Whether Airflow will see the DAG that ${quoteName(within)} makes cannot be known from this file: nothing in it calls that.`,
          );
      }
    }
    // The DAG of a `SubDagOperator` belongs to another.
    if (module.dags.some(({ tasks }) => tasks.some(({ operator }) => operator.endsWith("SubDagOperator")))) return;
    for (const { isRegistered, isCalled, definedIn, arguments: given, idSpan, dagId, idText } of module.dags) {
      if (isRegistered !== false || isCalled !== true || definedIn !== null) continue;
      if (given.some(({ name }) => name === "auto_register")) continue;
      report(idSpan, { dagId: dagId ?? idText });
    }
  },
});

interface NotMade {
  readonly calleeSpan: Span;
  readonly within: string | null;
}

/** The calls of `DAG` and `@dag` that no import of the module comes to: by the function that nothing calls, or `null` where a program would. */
function dagsNotMade(code: CodeFacts): readonly NotMade[] {
  const byProgram = bodiesRunBy(["__main__"], code);
  const called = new Set(code.calls.flatMap(({ paths }) => paths));
  const used = new Set(code.uses.flatMap(({ paths }) => paths));
  return code.calls.flatMap(({ paths, within, calleeSpan }): NotMade[] => {
    if (within === null || !paths.some((path) => /^airflow\.(?:\w+\.)*(?:DAG|dag)$/.test(path))) return [];
    if (byProgram.has(within)) return [{ calleeSpan, within: null }];
    const isOwn = /^[^@]/.test(within) && !called.has(within) && !used.has(within);
    return isOwn ? [{ calleeSpan, within }] : [];
  });
}
