import type { DagMention } from "../../domain/node-dags.ts";
import type { DagCatalogue, DagReference, KnownDag } from "../../rules/dag-catalogue.ts";
import { isSurelyThere, referencesIn } from "../../rules/structure/find-targets.ts";
import { openDags, type PackedDags } from "./packed-dags.ts";

/** What a change says of DAGs. */
export interface SpokenOf {
  /** DAGs that it brings, takes away, triggers or awaits: those of which others may want to know. */
  readonly mentions: readonly DagMention[];
  /** All ids of which it must be known what others have. */
  readonly dagIds: readonly string[];
}

/** What a change says of DAGs, by the files that it touches, and the ids that its job requests name. */
export function spokenOf(after: DagCatalogue, before: DagCatalogue | null, requested: readonly string[]): SpokenOf {
  const brought = after.dags.filter(({ dagId }) => dagId !== null && !isThere(before, dagId));
  const gone = (before?.dags ?? []).filter(({ dagId }) => dagId !== null && !isThere(after, dagId));
  const mentions = [
    ...brought.flatMap(toMention),
    ...after.dags.flatMap(referencesIn).map(toNaming),
    ...gone.flatMap(toMention).map((one) => ({ ...one, kind: "drops" as const })),
  ];
  const own = after.dags.flatMap(({ dagId }) => dagId ?? []);
  const dagIds = new Set([...mentions.map(({ dagId }) => dagId), ...own, ...requested]);
  return { mentions, dagIds: [...dagIds].sort() };
}

/** All that a repository says of DAGs, and why it may have more of them. It costs what the repository has. */
export function mentionsIn(dags: PackedDags): {
  readonly mentions: readonly DagMention[];
  readonly unclear: string | null;
} {
  const open = openDags(dags);
  const mentions = open
    .list()
    .flatMap((model) => [...model.dags.flatMap(toMention), ...model.references.map(toNaming)]);
  const first = open.firstUnclear();
  return { mentions, unclear: first === null ? null : `in ${first.path}, ${first.unclear}` };
}

function isThere(catalogue: DagCatalogue | null, dagId: string): boolean {
  return catalogue !== null && catalogue.find(dagId).length > 0;
}

function toMention(dag: KnownDag): readonly DagMention[] {
  const { dagId, path, idSpan } = dag;
  if (dagId === null) return [];
  return [{ kind: isSurelyThere(dag) ? "has" : "may-have", dagId, path, line: idSpan.start.line, taskId: null }];
}

function toNaming({ kind, dagId, path, span, taskId }: DagReference): DagMention {
  return { kind, dagId, path, line: span.start.line, taskId };
}
