import type { Consequence } from "../../domain/consequences.ts";
import { type DagNaming, isDagNaming, type TaskElsewhere } from "../../domain/node-dags.ts";
import { countOf } from "../../formats/count-of.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { dagsElsewhere, tasksElsewhere } from "../../rules/dags-elsewhere.ts";
import { describePending, isOnNode, type KnownHere } from "../../rules/structure/find-targets.ts";
import type { ComparedDags, PlacedDag } from "./compare-dags.ts";
import type { Reference } from "./dag-references.ts";

/** What the repository has after the change, and the node beside it. */
export interface KnownAround extends KnownHere {
  /** The files that the change touches, or that read what it touches, as they are. */
  readonly after: readonly { readonly path: string }[];
}

type Gone = Pick<PlacedDag, "dagId" | "path">;

/** The DAGs that a change takes away, each with the file that made it. */
export function goneFrom({ removed, renamed }: ComparedDags): readonly Gone[] {
  return [...removed, ...renamed.map(({ before }) => before)];
}

/** Triggers and sensors, in files of the change, of DAGs that are not there: removed by it, or unknown to the repository and the node. */
export function pointNowhere(
  references: readonly Reference[],
  gone: readonly Gone[],
  there: readonly PlacedDag[],
  around: KnownAround,
  isSure: boolean,
): readonly Consequence[] {
  const known = new Set(there.map(({ dagId }) => dagId));
  return references.flatMap(({ kind, name, dagId, path, isKnown }): readonly Consequence[] => {
    if (!isDagNaming(kind) || !isKnown || known.has(name)) return [];
    const why = whyNotThere(name, gone, around);
    if (why === null) return [];
    return [
      { kind: "points-nowhere", name: dagId, detail: `${describe(kind, name)}, ${why}`, path, isCertain: isSure },
    ];
  });
}

function describe(kind: DagNaming, dagId: string): string {
  return kind === "marks" ? `marks \`${dagId}\` as what follows` : `${kind} \`${dagId}\``;
}

/** `null`: it is there, or nobody knows, which the rules about triggers and sensors tell. */
function whyNotThere(dagId: string, gone: readonly Gone[], around: KnownAround): string | null {
  const answer = isOnNode(around, dagId);
  if (answer === true) return null;
  const [pending] = dagsElsewhere(around, dagId);
  if (pending !== undefined) return `which only ${describePending(pending)} would bring`;
  if (gone.some((one) => one.dagId === dagId)) return "which this change removes";
  return answer === false ? "which neither this repository nor the node has" : null;
}

/** Triggers and sensors of DAGs that the change removes: in files of the repository that it does not touch, and live in others of the node. */
export function leftBehind(gone: readonly Gone[], around: KnownAround, isSure: boolean): readonly Consequence[] {
  return gone
    .filter(({ dagId }) => !isStillThere(dagId, around))
    .flatMap((one) => [...leftBehindHere(one, around, isSure), ...leftBehindElsewhere(one, around, isSure)]);
}

function isStillThere(dagId: string, around: KnownAround): boolean {
  if (around.catalogue.find(dagId).length > 0) return true;
  return dagsElsewhere(around, dagId).some(({ state }) => state === "live");
}

function leftBehindHere({ dagId }: Gone, { after, catalogue }: KnownAround, isSure: boolean): readonly Consequence[] {
  const touched = new Set(after.map(({ path }) => path));
  return catalogue
    .referring(dagId)
    .filter(({ path }) => !touched.has(path))
    .map(({ kind, of, taskId, path }) => {
      const detail = `${describe(kind, dagId)}, which this change removes`;
      return { kind: "points-nowhere", name: of ?? taskId, detail, path, isCertain: isSure };
    });
}

/** Without the line: one that only moves in another repository is nothing else. */
function leftBehindElsewhere({ dagId, path }: Gone, around: KnownAround, isSure: boolean): readonly Consequence[] {
  const tasks = [...new Set(tasksElsewhere(around, dagId).map(describeTask))].sort();
  const [first] = tasks;
  if (first === undefined) return [];
  const more = tasks.length === 1 ? "" : ` and ${countOf(tasks.length - 1, "more task")}`;
  const detail = `is still ${first}${more}, though this change removes it`;
  return [{ kind: "points-nowhere", name: dagId, detail, path, isCertain: isSure }];
}

function describeTask({ kind, taskId, repository, path }: TaskElsewhere): string {
  const verbs = { triggers: "triggered", awaits: "awaited", marks: "marked as what follows" };
  return `${verbs[kind]} by the task ${quoteName(taskId ?? "")} of ${quoteName(repository)} (${quoteName(path)})`;
}
