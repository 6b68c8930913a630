import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import type { DagCatalogue, KnownDag, LocatedDag } from "../dag-catalogue.ts";
import { dagsElsewhere } from "../dags-elsewhere.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { type AwaitedTask, awaitedTasksIn } from "./awaited-tasks.ts";
import { type TaskIds, taskIdsOf } from "./task-ids-of.ts";

interface Data extends Pick<AwaitedTask, "dagId" | "taskId" | "form" | "target"> {
  readonly known: readonly string[];
}

const example = (awaited: string): string => `
  from airflow.providers.standard.operators.empty import EmptyOperator
  from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
  from airflow.sdk import DAG

  with DAG("export", schedule=None):
      EmptyOperator(task_id="write")

  with DAG("report", schedule=None):
      ExternalTaskSensor(task_id="wait", external_dag_id="export", external_task_id="${awaited}")
`;

export const awaitedTaskUnknown = defineRepositoryRule<Data>({
  id: "DAG-032",
  name: "awaited-task-unknown",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A sensor waits for a task, or an `ExternalTaskMarker` names one, that its DAG does not have.",
  why: "The sensor waits until its timeout, by default for a week, for a task that never runs, unless it is told to look whether it exists. Looked at are DAGs of the repository of which all tasks are known; of others it is said that it cannot be known, and of those that the node has from elsewhere nothing.",
  message: ({ taskId, dagId, form, target, known }) =>
    `The task ${quoteName(taskId)} names the ${form} ${quoteName(target)}, which the DAG ${quoteName(dagId)} does not have.${didYouMean(target, known)}`,
  remedy: ({ form }) =>
    form === "task"
      ? "Name a task of that DAG, with the ids of its groups before its own."
      : "Name a group of that DAG by its whole id.",
  bad: example("wirte"),
  good: example("write"),
  checkAll(subject, report) {
    const { catalogue } = subject;
    const byId = Map.groupBy(catalogue.dags, ({ dagId }) => dagId);
    for (const { path, span, ...awaited } of catalogue.dags.flatMap(awaitedTasksIn)) {
      const { dagId, taskId, form, target } = awaited;
      const dags = candidatesFor(catalogue, byId.get(dagId) ?? [], dagId);
      if (dags.length === 0 || dagsElsewhere(subject, dagId).length > 0) continue;
      if (dags.some(({ ids }) => ids === null || ids[form].includes(target))) continue;
      const open = dags.find(({ why }) => why !== null);
      if (open === undefined) {
        report(path, span, { dagId, taskId, form, target, known: dags.flatMap(({ ids }) => ids?.[form] ?? []) });
        continue;
      }
      const asked = `Whether the DAG ${quoteName(dagId)} has the ${form} ${quoteName(target)}, which the task ${quoteName(taskId)} names, cannot be known before deploy`;
      report.indeterminate(path, `${asked}: ${open.why}.`);
    }
  },
});

interface Candidate {
  /** `null` where they are not kept. */
  readonly ids: TaskIds | null;
  /** Why it may have more tasks; `null`: it has no others. */
  readonly why: string | null;
}

/** The DAGs of the repository that may be meant; `asked` are those of files that were asked about. */
function candidatesFor(catalogue: DagCatalogue, asked: readonly LocatedDag[], dagId: string): readonly Candidate[] {
  const paths = new Set(asked.map(({ path }) => path));
  const others = catalogue.find(dagId).filter(({ path }) => !paths.has(path));
  return [
    ...asked.filter(isRegistered).map((dag) => ({ ids: taskIdsOf(dag), why: whyMore(dag) })),
    ...others.filter(isRegistered).map((dag) => ({ ids: dag.taskIds ?? null, why: whyMore(dag) })),
  ];
}

function isRegistered({ isRegistered: is }: KnownDag): boolean {
  return is !== false;
}

function whyMore({ certainty, reason }: KnownDag): string | null {
  return certainty === "exact" ? null : (reason ?? "not all of its tasks are written out");
}
