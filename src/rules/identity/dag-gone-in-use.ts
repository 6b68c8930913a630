import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import type { ChangedPath, DagReference, RepositorySubject } from "../subject.ts";

interface Data {
  readonly dagId: string;
  readonly use: string;
  readonly isRun: boolean;
}

const removed: ChangedPath = {
  ...{ path: "dags/export.py", previousPath: null, status: "removed", mode: "100644", size: null, kind: "dag" },
};
const facts = {
  changed: [removed],
  removed: [
    {
      path: removed.path,
      text: `
        from airflow.providers.standard.operators.empty import EmptyOperator
        from airflow.sdk import DAG

        with DAG("export", schedule=None):
            EmptyOperator(task_id="load")
      `,
    },
  ],
};

export const dagGoneInUse = defineRepositoryRule<Data>({
  id: "IDN-008",
  name: "dag-gone-in-use",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A change takes a DAG away, or its id, that others trigger or wait for, or that has a run under way.",
  why: "A task that triggers a DAG which is gone fails, a sensor that waits for it waits until its timeout, and a run under way loses the tasks that it has not begun. Told only of tasks in the same repository, and of runs that job requests asked for.",
  message: ({ dagId, use }) => `The DAG ${quoteName(dagId)} is gone with this change, ${use}.`,
  remedy: ({ isRun }) =>
    isRun
      ? "Wait until the run has ended, or cancel it first."
      : "Change what asks for it as well, or keep the DAG until nothing does.",
  bad: {
    path: "dags/example.py",
    text: `
      from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
      from airflow.sdk import DAG

      with DAG("nightly", schedule=None):
          TriggerDagRunOperator(task_id="next", trigger_dag_id="export")
    `,
    facts,
  },
  good: {
    path: "dags/example.py",
    text: `
      from airflow.providers.standard.operators.empty import EmptyOperator
      from airflow.sdk import DAG

      with DAG("nightly", schedule=None):
          EmptyOperator(task_id="next")
    `,
    facts,
  },
  checkAll(subject, report) {
    const { before, catalogue, changed, runs } = subject;
    // A DAG whose id is not written out may still be this one.
    const confidence = catalogue.certainty === "exact" ? "high" : "low";
    for (const { dagId, path, isUnconditional, definedIn } of before?.dags ?? []) {
      if (dagId === null || !isUnconditional || definedIn !== null || isThere(dagId, subject)) continue;
      const place = changed?.find((one) => one.path === path || one.previousPath === path)?.path ?? path;
      const [first, ...others] = catalogue.referring(dagId);
      if (first !== undefined)
        report(place, startOfFile, { dagId, use: describe(first, others.length), isRun: false }, confidence);
      const run = (runs ?? []).find((one) => one.dagId === dagId);
      if (run !== undefined) {
        const use = `while the run that ${quoteName(run.path)} asked for is ${run.state}`;
        report(place, startOfFile, { dagId, use, isRun: true }, confidence);
      }
    }
  },
});

/** Whether the repository has the DAG still, or another repository of the node has it. */
function isThere(dagId: string, { catalogue, inventory, repository }: RepositorySubject): boolean {
  if (catalogue.find(dagId).some((dag) => dag.isRegistered !== false)) return true;
  const own = repository?.toLowerCase();
  const isElsewhere = (name: string | null): boolean =>
    own !== undefined && name !== null && name.toLowerCase() !== own;
  return inventory?.dags.some((one) => one.dagId === dagId && isElsewhere(one.repository)) === true;
}

function describe({ kind, taskId, path, span }: DagReference, others: number): string {
  const more = others === 0 ? "" : `, and ${others} more`;
  const verb = kind === "triggers" ? "triggers it" : "waits for it";
  return `and the task ${quoteName(taskId)} (${quoteName(`${path}:${span.start.line}`)}${more}) still ${verb}`;
}
