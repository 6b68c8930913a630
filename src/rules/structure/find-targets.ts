import type { Span } from "../../domain/finding.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { Task } from "../../python/dag-model.ts";
import type { LocatedDag, RepositorySubject } from "../subject.ts";

/** What a task names as another DAG. */
interface Target {
  readonly path: string;
  readonly span: Span;
  readonly taskId: string;
  readonly dagId: string;
}

/** The DAGs that tasks of some operators name by an argument, where it is a constant without a template. */
export function targetsOf({ catalogue }: RepositorySubject, operator: RegExp, argument: string): readonly Target[] {
  const registered = catalogue.dags.filter((dag) => dag.isRegistered !== false && dag.definedIn === null);
  return registered.flatMap((dag) =>
    dag.tasks
      .filter((task) => task.isUnconditional && task.definedIn === null && operator.test(task.operator))
      .flatMap((task) => targetOf(dag, task, argument)),
  );
}

function targetOf({ path }: LocatedDag, task: Task, argument: string): readonly Target[] {
  const given = task.arguments.find(({ name }) => name === argument);
  const dagId = given?.value.kind === "constant" ? given.value.value : null;
  if (typeof dagId !== "string" || dagId === "" || /\{\{|\{%/.test(dagId)) return [];
  return [{ path, span: given?.span ?? task.idSpan, taskId: task.taskId, dagId }];
}

/** Whether a DAG is there: `true`, `false`, or why it cannot be known. */
export function isOnNode(
  { catalogue, inventory, repository }: Pick<RepositorySubject, "catalogue" | "inventory" | "repository">,
  dagId: string,
): boolean | string {
  if (catalogue.dags.some((dag) => dag.dagId === dagId && dag.isRegistered !== false)) return true;
  // What the repository had before is told by the repository as it will be.
  const isExact = catalogue.certainty === "exact";
  const counts = (name: string | null): boolean =>
    !isExact || repository === null || name === null || name.toLowerCase() !== repository.toLowerCase();
  if (inventory?.dags.some((one) => one.dagId === dagId && counts(one.repository)) === true) return true;
  const asked = `Whether a DAG ${quoteName(dagId)} exists cannot be known`;
  if (!isExact) return `${asked} before deploy: ${catalogue.reason ?? "not all DAGs are written out"}.`;
  return inventory === null ? `${asked}: there is no inventory of the node.` : false;
}
