import type { Span } from "../../domain/finding.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Task } from "../../python/dag-model.ts";
import type { DagReference, FileSubject, LocatedDag, RepositorySubject } from "../subject.ts";

const operators = [
  { kind: "triggers", operator: /\bTriggerDagRunOperator$/, argument: "trigger_dag_id" },
  { kind: "awaits", operator: /\bExternalTaskSensor(?:Async)?$/, argument: "external_dag_id" },
] as const;

/** What the tasks of a DAG name as another DAG, where it is a constant without a template. */
export function referencesIn(dag: LocatedDag): readonly DagReference[] {
  if (dag.isRegistered === false || dag.definedIn !== null) return [];
  return dag.tasks
    .filter((task) => task.isUnconditional && task.definedIn === null)
    .flatMap((task) =>
      operators.flatMap(({ kind, operator, argument }): readonly DagReference[] => {
        const target = operator.test(task.operator) ? targetOf(task, argument) : null;
        return target === null ? [] : [{ kind, ...target, path: dag.path, of: dag.dagId, taskId: task.taskId }];
      }),
    );
}

function targetOf(task: Task, argument: string): { readonly dagId: string; readonly span: Span } | null {
  const given = task.arguments.find(({ name }) => name === argument);
  const dagId = given?.value.kind === "constant" ? given.value.value : null;
  if (typeof dagId !== "string" || dagId === "" || /\{\{|\{%/.test(dagId)) return null;
  return { dagId, span: given?.span ?? task.idSpan };
}

/** What the files that were asked about name as other DAGs. */
export function targetsOf({ catalogue }: RepositorySubject, kind: DagReference["kind"]): readonly DagReference[] {
  return catalogue.dags.flatMap(referencesIn).filter((one) => one.kind === kind);
}

/** Whether a DAG is there: `true`, `false`, or why it cannot be known. */
export function isOnNode(
  { catalogue, inventory, repository }: Pick<FileSubject, "catalogue" | "inventory" | "repository">,
  dagId: string,
): boolean | string {
  if (catalogue.find(dagId).some((dag) => dag.isRegistered !== false)) return true;
  // What the repository had before is told by the repository as it will be.
  const isExact = catalogue.certainty === "exact";
  const counts = (name: string | null): boolean =>
    !isExact || repository === null || name === null || name.toLowerCase() !== repository.toLowerCase();
  if (inventory?.dags.some((one) => one.dagId === dagId && counts(one.repository)) === true) return true;
  const asked = `Whether a DAG ${quoteName(dagId)} exists cannot be known`;
  if (!isExact) return `${asked} before deploy: ${catalogue.reason ?? "not all DAGs are written out"}.`;
  return inventory === null ? `${asked}: there is no inventory of the node.` : false;
}
