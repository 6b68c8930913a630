import { type Consequence, type Consequences, consequenceKinds, type PlannedDag } from "../../domain/consequences.ts";
import type { NodeDataset } from "../../domain/node.ts";
import { isDagNaming } from "../../domain/node-dags.ts";
import { compareText } from "../../formats/compare-text.ts";
import { countOf } from "../../formats/count-of.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import type { DependencyFile } from "../../formats/requirements-file.ts";
import { dagsElsewhere } from "../../rules/dags-elsewhere.ts";
import {
  addedTasks,
  type ComparedDags,
  compareDags,
  failureOf,
  type LocatedModule,
  nameTasks,
  type PlacedDag,
  placedDags,
} from "./compare-dags.ts";
import { compareLocations } from "./compare-locations.ts";
import { addedPackages } from "./compare-packages.ts";
import { type Reference, referencesOf } from "./dag-references.ts";
import { namesDataset } from "./names-dataset.ts";
import { goneFrom, type KnownAround, leftBehind, pointNowhere } from "./points-nowhere.ts";
import { describeReschedule, describeSchedule, planOf } from "./schedules.ts";

export interface ConsequencesInput extends KnownAround {
  /** The Python files that the change touches, or that read what it touches, as they were and as they are. */
  readonly before: readonly LocatedModule[];
  readonly after: readonly LocatedModule[];
  /** What a file was called before the change. */
  readonly placeBefore: (path: string) => string;
  readonly datasets: readonly NodeDataset[];
  /** Strings of modules that DAG files import, with the file of the change that brings them; `null`: they are not known. */
  readonly imported: readonly { readonly path: string; readonly strings: readonly string[] | null }[];
  readonly packages: { readonly before: readonly DependencyFile[]; readonly after: readonly DependencyFile[] };
}

/** What a change would do on the node. The same change gives the same answer, in the same order, at any time. */
export function findConsequences(input: ConsequencesInput): Consequences {
  const before = placedDags(input.before);
  const after = placedDags(input.after);
  const compared = compareDags(before, after, input.placeBefore);
  const sure = { before: input.before.every(isExact), after: input.after.every(isExact) };
  const refer = (dags: readonly PlacedDag[]): readonly Reference[] =>
    dags.flatMap((dag) => referencesOf(dag, dag.path, input.datasets));
  const references = { before: refer(before), after: refer(after) };

  const items = [
    ...importFailures(input),
    ...describeDags(compared, sure, input),
    ...newlyReached(references, sure.before),
    ...pointNowhere(references.after, goneFrom(compared), after, input, sure.after),
    ...leftBehind(goneFrom(compared), input, sure.after),
    ...compareLocations(input.before, input.after, input.placeBefore),
    ...addedPackages(input.packages.before, input.packages.after),
  ];
  return {
    items: items.toSorted(compareItems),
    planned: plannedOf(compared),
    datasets: [...references.after.filter(({ kind }) => kind === "dataset"), ...namedByModules(input)]
      .map(({ name, path }) => ({ name, path }))
      .filter((one, index, all) => all.findIndex(({ name, path }) => name === one.name && path === one.path) === index)
      .toSorted((a, b) => compareText(a.name, b.name) || compareText(a.path, b.path)),
    unclear: input.after.flatMap(unclearOf).toSorted((a, b) => compareText(a.path, b.path)),
  };
}

/** Datasets that code of imported modules may read: those that it names. */
function namedByModules({ datasets, imported }: ConsequencesInput): Consequences["datasets"] {
  return datasets.flatMap((dataset) => {
    const names = namesDataset(dataset);
    return imported
      .filter(({ strings }) => strings === null || strings.some(names))
      .map(({ path }) => ({ name: dataset.name, path }));
  });
}

interface Sureness {
  readonly before: boolean;
  readonly after: boolean;
}

function isExact({ module }: LocatedModule): boolean {
  return module.certainty === "exact" && module.dags.every(({ certainty }) => certainty === "exact");
}

function unclearOf({ path, module }: LocatedModule): Consequences["unclear"] {
  const dag = module.dags.find(({ certainty }) => certainty !== "exact");
  if (module.certainty === "exact" && dag === undefined) return [];
  return [{ path, reason: (module.certainty === "exact" ? dag?.reason : module.reason) ?? "not all is written out" }];
}

function importFailures({ before, after, placeBefore }: ConsequencesInput): readonly Consequence[] {
  const failedBefore = new Set(before.filter(({ module }) => failureOf(module) !== null).map(({ path }) => path));
  return after.flatMap(({ path, module }): Consequence[] => {
    const failure = failureOf(module);
    if (failure === null || failedBefore.has(placeBefore(path))) return [];
    const detail = `cannot be imported (${failure.type}), so that Airflow has none of its DAGs`;
    return [{ kind: "import-failure", name: path, detail, path, isCertain: module.certainty !== "unknown" }];
  });
}

function describeDags(
  { removed, added, renamed, kept }: ComparedDags,
  sure: Sureness,
  around: KnownAround,
): readonly Consequence[] {
  return [
    ...removed.map(({ dagId, path }): Consequence => {
      const other = dagsElsewhere(around, dagId).find(({ state, isOwn }) => state === "live" && !isOwn);
      const detail = other === undefined ? "is removed" : `is removed, and still one of ${quoteName(other.repository)}`;
      return { kind: "dag-removed", name: dagId, detail, path, isCertain: sure.after };
    }),
    ...added.map((dag): Consequence => {
      const { dagId, path } = dag;
      const detail = `is new: ${describeSchedule(dag)}, ${countTasks(dag)}`;
      return { kind: "dag-added", name: dagId, detail, path, isCertain: sure.before && dag.isUnconditional };
    }),
    ...renamed.map(({ before, after }): Consequence => {
      const detail = `is \`${before.dagId}\` under a new name, without its history`;
      return { kind: "dag-renamed", name: after.dagId, detail, path: after.path, isCertain: sure.before && sure.after };
    }),
    ...[...renamed, ...kept].flatMap(({ before, after }): Consequence[] => {
      const detail = describeReschedule(before, after);
      return detail === null
        ? []
        : [{ kind: "dag-rescheduled", name: after.dagId, detail, path: after.path, isCertain: isKnownSchedule(after) }];
    }),
    ...[...renamed, ...kept].flatMap((pair) => addedTasks(pair) ?? []),
  ];
}

function isKnownSchedule({ schedule, startDate, catchup }: PlacedDag): boolean {
  return schedule.kind !== "unknown" && startDate.known && catchup.known;
}

function countTasks({ tasks, certainty }: PlacedDag): string {
  if (tasks.length === 0) return certainty === "exact" ? "no task" : "tasks that are not known";
  const least = certainty === "exact" ? "" : "at least ";
  return `${least}${countOf(tasks.length, "task")}: ${nameTasks(tasks)}`;
}

const words = {
  dataset: "is read",
  connection: "is used",
  image: "is run",
  variable: "is read",
} as const;

/** What no DAG of the changed files reached before. */
function newlyReached(
  references: { readonly before: readonly Reference[]; readonly after: readonly Reference[] },
  isSure: boolean,
): readonly Consequence[] {
  const known = new Set(references.before.map(({ kind, name }) => `${kind} ${name}`));
  const fresh = new Map<string, Reference[]>();
  for (const one of references.after) {
    const key = `${one.kind} ${one.name}`;
    if (!known.has(key)) fresh.set(key, [...(fresh.get(key) ?? []), one]);
  }
  return [...fresh.values()].flatMap((all): Consequence[] => {
    const [first] = all;
    if (first === undefined) return [];
    const { kind, name, path, isKnown } = first;
    if (isDagNaming(kind)) return [];
    const by = [...new Set(all.map(({ dagId }) => `\`${dagId}\``))].sort();
    const more = by.length > 2 ? ` and ${by.length - 2} more` : "";
    const detail = `${words[kind]} by ${by.slice(0, 2).join(", ")}${more}${isKnown ? "" : ", and known only when it runs"}`;
    return [{ kind, name, detail, path, isCertain: isSure || !isKnown }];
  });
}

function plannedOf({ added, renamed, kept }: ComparedDags): readonly PlannedDag[] {
  const rescheduled = kept.filter(({ before, after }) => describeReschedule(before, after) !== null);
  return [
    ...[...added, ...renamed.map(({ after }) => after)].map((dag) => planOf(dag, true)),
    ...rescheduled.map(({ after }) => planOf(after, false)),
  ]
    .filter((plan) => plan !== null)
    .toSorted((a, b) => compareText(a.dagId, b.dagId));
}

function compareItems(a: Consequence, b: Consequence): number {
  return (
    consequenceKinds.indexOf(a.kind) - consequenceKinds.indexOf(b.kind) ||
    compareText(a.name, b.name) ||
    compareText(a.path, b.path) ||
    compareText(a.detail, b.detail)
  );
}
