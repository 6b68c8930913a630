import type { TaskElsewhere } from "../../domain/node-dags.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import type { ChangedPath } from "../changed-path.ts";
import type { DagReference } from "../dag-catalogue.ts";
import { dagsElsewhere, tasksElsewhere, whyNotRead } from "../dags-elsewhere.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { isSurelyThere } from "../structure/find-targets.ts";
import type { RepositorySubject, RunUnderWay } from "../subject.ts";

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
  summary:
    "A change takes a DAG away, or its id, that others trigger, wait for or mark as what follows, or that has a run under way.",
  why: "A task that triggers a DAG which is gone fails, a sensor that waits for it waits until its timeout, what was marked is no longer cleared with the task, and a run under way loses the tasks that it has not begun. Told of tasks in the same repository, to the service also of live ones in the node's other repositories, and of runs that job requests asked for.",
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
    const notRead = whyNotRead(subject);
    const places = placesNow(changed ?? []);
    const runOf = new Map((runs ?? []).toReversed().map((run) => [run.dagId, run]));
    for (const { dagId, path, ...dag } of before?.dags ?? []) {
      if (dagId === null || !isSurelyThere(dag) || isThere(dagId, subject)) continue;
      const place = places.get(path) ?? path;
      const tell = (use: string, isRun = false): void => report(place, startOfFile, { dagId, use, isRun }, confidence);
      const here = catalogue.referring(dagId).map(toPlace);
      for (const tasks of [here, tasksElsewhere(subject, dagId)]) if (isFilled(tasks)) tell(describeTasks(tasks));
      const run = runOf.get(dagId);
      if (run !== undefined) tell(describeRun(run), true);
      if (notRead === null) continue;
      const asked = `Whether another repository of the node triggers or awaits the DAG ${quoteName(dagId)}`;
      report.indeterminate(place, `${asked}, which is gone with this change, cannot be known: ${notRead}.`);
    }
  },
});

/** By the paths that a change touches, before it and after it, the path of the first that is there now. */
function placesNow(changed: readonly ChangedPath[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { path, previousPath } of changed) {
    for (const one of [path, previousPath]) if (one !== null && !places.has(one)) places.set(one, path);
  }
  return places;
}

/** Whether the repository has the DAG still, or another repository of the node has it live. */
function isThere(dagId: string, subject: RepositorySubject): boolean {
  if (subject.catalogue.find(dagId).some((dag) => dag.isRegistered !== false)) return true;
  return dagsElsewhere(subject, dagId).some(({ state }) => state === "live");
}

const verbs = { triggers: "triggers it", awaits: "waits for it", marks: "marks it as what follows" } as const;

type NamingTask = Pick<TaskElsewhere, "kind" | "path" | "line" | "taskId"> & Partial<Pick<TaskElsewhere, "repository">>;

function toPlace({ kind, taskId, path, span }: DagReference): NamingTask {
  return { kind, taskId, path, line: span.start.line };
}

function isFilled(tasks: readonly NamingTask[]): tasks is readonly [NamingTask, ...NamingTask[]] {
  return tasks.length > 0;
}

function describeTasks([first, ...others]: readonly [NamingTask, ...NamingTask[]]): string {
  const { kind, taskId, path, line, repository } = first;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  const whose = repository === undefined ? "" : ` of ${quoteName(repository)}`;
  return `and the task ${quoteName(taskId ?? "")}${whose} (${quoteName(`${path}:${line}`)}${more}) still ${verbs[kind]}`;
}

function describeRun({ path, state, repository }: RunUnderWay): string {
  const whose = repository === undefined ? "" : ` of ${quoteName(repository)}`;
  return `while the run that ${quoteName(path)}${whose} asked for is ${state}`;
}
