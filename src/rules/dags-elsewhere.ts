import { type DagElsewhere, isDagNaming, type TaskElsewhere } from "../domain/node-dags.ts";
import { listNames } from "../formats/did-you-mean.ts";
import type { RepositorySubject } from "./subject.ts";

export type KnownOfNode = Pick<RepositorySubject, "inventory" | "nodeDags" | "repository">;

/** A DAG that the node has, or an open change would bring. */
export interface OtherDag extends Pick<DagElsewhere, "dagId" | "repository" | "path" | "isOwn" | "change"> {
  readonly state: "live" | "pending";
  /** False: it is made under some condition. */
  readonly isSure: boolean;
}

/**
 * The DAGs with this id that other repositories of the node have, or open changes would bring: as their repositories were read, and
 * those that nobody read as the inventory has them. None of the inventory where it is not known which repository this is.
 */
export function dagsElsewhere({ inventory, nodeDags, repository }: KnownOfNode, dagId: string): readonly OtherDag[] {
  const read = (nodeDags?.mentions ?? [])
    .filter((one) => one.dagId === dagId && (one.kind === "has" || one.kind === "may-have"))
    .map(({ kind, repository: owner, path, isOwn, change }): OtherDag => {
      const state = change === null ? "live" : "pending";
      return { dagId, repository: owner, path, isOwn, change, state, isSure: kind === "has" };
    });
  if (repository === null) return read;
  const known = new Set([repository, ...(nodeDags?.known ?? [])].map((name) => name.toLowerCase()));
  const listed = (inventory?.dags ?? []).flatMap((one): readonly OtherDag[] =>
    one.dagId !== dagId || one.repository === null || known.has(one.repository.toLowerCase())
      ? []
      : [{ ...one, repository: one.repository, isOwn: false, isSure: true }],
  );
  return [...read, ...listed];
}

/**
 * Who has a DAG live by the inventory, where it is not known which repository this is: one that has no DAG file in common with this
 * one is another one; else `unclear`. `undefined`: nobody has it.
 */
export function liveWhereUnnamed(
  { inventory, repository, tree }: Pick<RepositorySubject, "inventory" | "repository" | "tree">,
  dagId: string,
): Pick<OtherDag, "repository" | "path"> | "unclear" | undefined {
  if (repository !== null || tree === null) return undefined;
  const live = (inventory?.dags ?? []).filter(({ state }) => state === "live");
  const named = live.flatMap(({ repository: owner, ...one }) =>
    one.dagId === dagId && owner !== null ? [{ repository: owner, path: one.path }] : [],
  );
  const isOther = ({ repository: owner }: { repository: string }): boolean =>
    live.every((one) => one.repository !== owner || tree.find(one.path) === null);
  return named.find(isOther) ?? (named.length > 0 ? "unclear" : undefined);
}

/** The live tasks of other repositories that name a DAG. */
export function tasksElsewhere({ nodeDags }: KnownOfNode, dagId: string): readonly TaskElsewhere[] {
  const live = (nodeDags?.mentions ?? []).filter((one) => one.dagId === dagId && one.change === null && !one.isOwn);
  return live.flatMap(({ kind, ...one }) => (isDagNaming(kind) ? [{ kind, ...one }] : []));
}

/** Why it is not known what all repositories of the node have, continuing a sentence; `null`: it is, or nobody was to read them. */
export function whyNotRead({ nodeDags }: Pick<KnownOfNode, "nodeDags">): string | null {
  const unread = nodeDags?.unread ?? [];
  if (unread.length === 0) return null;
  return `the live DAGs of ${listNames(unread, 3)} have not been read yet`;
}

/** The same, where it matters as well that a repository may have more DAGs than were found. */
export function whyNotAllKnown(subject: Pick<KnownOfNode, "nodeDags">): string | null {
  const [first] = subject.nodeDags?.unclear ?? [];
  const unclear = first === undefined ? null : `${listNames([first.repository])} may have more DAGs: ${first.reason}`;
  return whyNotRead(subject) ?? unclear;
}
