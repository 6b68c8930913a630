import { quoteName } from "../../formats/did-you-mean.ts";
import type { Task } from "../../python/dag-model.ts";
import type { DagReference, KnownDag, LocatedDag } from "../dag-catalogue.ts";
import { dagsElsewhere, type KnownOfNode, type OtherDag, whyNotAllKnown } from "../dags-elsewhere.ts";
import type { RepositorySubject } from "../subject.ts";

const operators = [
  { kind: "triggers", operator: /\bTriggerDagRunOperator$/, argument: "trigger_dag_id" },
  { kind: "awaits", operator: /\bExternalTaskSensor(?:Async)?$/, argument: "external_dag_id" },
  { kind: "marks", operator: /\bExternalTaskMarker$/, argument: "external_dag_id" },
] as const;

interface NamedDag extends Omit<DagReference, "dagId"> {
  /** `null` where it is no constant, or a template. */
  readonly dagId: string | null;
  /** As it is written. */
  readonly expression: string;
}

/** What the tasks of a DAG name as another DAG, where it is a constant without a template. */
export function referencesIn(dag: LocatedDag): readonly DagReference[] {
  return namedIn(dag).flatMap(({ dagId, expression: _, ...one }) => (dagId === null ? [] : [{ ...one, dagId }]));
}

function namedIn(dag: LocatedDag): readonly NamedDag[] {
  if (dag.isRegistered === false || dag.definedIn !== null) return [];
  return dag.tasks
    .filter((task) => task.isUnconditional && task.definedIn === null)
    .flatMap((task) =>
      operators
        .filter(({ operator }) => operator.test(task.operator))
        .flatMap(({ kind, argument }) =>
          namedBy(task, argument).map((one) => ({ kind, ...one, path: dag.path, of: dag.dagId, taskId: task.taskId })),
        ),
    );
}

/** One, or of a mapped task as many as it is expanded over. */
function namedBy(task: Task, argument: string): readonly Pick<NamedDag, "dagId" | "expression" | "span">[] {
  const given = [...task.arguments, ...task.defaults].find(({ name }) => name === argument);
  if (given === undefined) return task.isMapped ? [unknownKwargs(task)] : [];
  const { value, expression } = given;
  const values = task.isMapped && value.kind === "list" ? value.items : [value];
  return values.flatMap((one) => {
    if (one.kind === "constant" && (one.value === null || one.value === "")) return [];
    const dagId =
      one.kind === "constant" && typeof one.value === "string" && !/\{\{|\{%/.test(one.value) ? one.value : null;
    return [{ dagId, expression, span: given.span ?? task.idSpan }];
  });
}

/** Every such operator must be told, so it is among what the task is mapped over. */
function unknownKwargs({ idSpan: span }: Task): Pick<NamedDag, "dagId" | "expression" | "span"> {
  return { dagId: null, expression: "expand_kwargs(…)", span };
}

/** What the files that were asked about name as other DAGs. */
export function targetsOf({ catalogue }: RepositorySubject, kind: DagReference["kind"]): readonly DagReference[] {
  return catalogue.dags.flatMap(referencesIn).filter((one) => one.kind === kind);
}

/** Tasks that name another DAG by what is known on the node alone, each with the expression. */
export function openTargetsOf({ catalogue }: RepositorySubject, kind: DagReference["kind"]): readonly NamedDag[] {
  return catalogue.dags.flatMap(namedIn).filter((one) => one.kind === kind && one.dagId === null);
}

/** Whether Airflow registers a DAG whatever the circumstances, and by this file. */
export function isSurelyThere({
  isUnconditional,
  definedIn,
}: Pick<KnownDag, "isUnconditional" | "definedIn">): boolean {
  return isUnconditional && definedIn === null;
}

export type KnownHere = KnownOfNode & Pick<RepositorySubject, "catalogue">;

/** Whether a DAG is there: `true`, `false`, or why it cannot be known. */
export function isOnNode(subject: KnownHere, dagId: string): boolean | string {
  const { catalogue, inventory, nodeDags } = subject;
  if (catalogue.find(dagId).some((dag) => dag.isRegistered !== false)) return true;
  const others = dagsElsewhere(subject, dagId);
  if (others.some(({ state }) => state === "live")) return true;
  const asked = `Whether a DAG ${quoteName(dagId)} exists cannot be known`;
  const [pending] = others;
  if (pending !== undefined) return `${asked} before deploy: ${describePending(pending)} would bring it.`;
  if (isListed(subject, dagId)) return true;
  if (catalogue.certainty !== "exact")
    return `${asked} before deploy: ${catalogue.reason ?? "not all DAGs are written out"}.`;
  if (nodeDags === null) return inventory === null ? `${asked}: there is no inventory of the node.` : false;
  const why = whyNotAllKnown(subject);
  return why === null ? false : `${asked}: ${why}.`;
}

/** Whether the inventory has it where this repository, or another that was read, may have it unseen, or whose it is is not known. */
function isListed({ catalogue, inventory, nodeDags, repository }: KnownHere, dagId: string): boolean {
  const unclear = new Set((nodeDags?.unclear ?? []).map((one) => one.repository.toLowerCase()));
  const known = new Set((nodeDags?.known ?? []).map((name) => name.toLowerCase()).filter((name) => !unclear.has(name)));
  if (repository !== null) known.add(repository.toLowerCase());
  // What the repository had before is told by the repository as it will be.
  const isExact = catalogue.certainty === "exact";
  return (inventory?.dags ?? []).some(
    (one) =>
      one.dagId === dagId &&
      (!isExact || repository === null || one.repository === null || !known.has(one.repository.toLowerCase())),
  );
}

/** A DAG that is not live yet, as who would bring it. */
export function describePending({ isOwn, change, repository }: OtherDag): string {
  if (isOwn && change !== null) return `change ${change} of this repository`;
  return `an open change of ${quoteName(repository)}`;
}
