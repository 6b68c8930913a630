import type { DagModule } from "../../python/dag-model.ts";
import type { DagCatalogue } from "../../rules/dag-catalogue.ts";
import { onceOf } from "../../rules/once-of.ts";
import { referencesIn } from "../../rules/structure/find-targets.ts";
import { type FileLocation, registeredDags, toFileLocation, toFileModel } from "./file-model.ts";
import { type OpenDags, openDags, type PackedDags, packDags } from "./packed-dags.ts";

export interface LocatedModule {
  readonly path: string;
  readonly module: DagModule;
}

export interface CatalogueInput {
  /** Of the files that were asked about. */
  readonly asked: readonly LocatedModule[];
  /** Of other files. */
  readonly around: readonly LocatedModule[];
  /** What is known of the rest of the repository; the files above take the place of what it has at their paths. */
  readonly rest: PackedDags;
  /** Paths at which the rest has what is not there. */
  readonly gone: readonly string[];
  /** Why these are not all DAG files of the repository; `null`: they are. */
  readonly missing: string | null;
}

/** A catalogue as it goes to another thread. */
export interface PackedCatalogue extends Pick<DagCatalogue, "dags" | "certainty" | "reason" | "jobs"> {
  /** The code locations among the files that were asked about. */
  readonly ownLocations: readonly (FileLocation & { readonly path: string })[];
  /** All but the files that were asked about. */
  readonly around: PackedDags;
}

/** Of a repository that has no DAG. */
export const noDags: PackedDags = packDags([]);

/** The DAGs of all modules together. DAGs that Airflow would not register (never called, bound to no name) are left out. */
export function packCatalogue({ asked, around, rest, gone, missing }: CatalogueInput): PackedCatalogue {
  const changes = new Map([
    ...rest.changes.map((one) => [one.path, one] as const),
    ...[...gone, ...asked.map(({ path }) => path)].map((path) => [path, { path, model: null }] as const),
    ...around.map(({ path, module }) => [path, { path, model: toFileModel(path, module, []) }] as const),
  ]);
  const others = { ...rest, changes: [...changes.values()] };
  const inOrder = asked.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return {
    dags: inOrder.flatMap(({ path, module }) => registeredDags(path, module)),
    ...sureness(inOrder, openDags(others), missing),
    ownLocations: inOrder.flatMap(({ path, module }) => {
      const location = toFileLocation(path, module);
      return location === null ? [] : [{ path, ...location }];
    }),
    jobs: surenessOfJobs(inOrder, openDags(others), missing),
    around: others,
  };
}

function sureness(
  asked: readonly LocatedModule[],
  others: OpenDags,
  missing: string | null,
): Pick<DagCatalogue, "certainty" | "reason"> {
  const own = asked.find(({ module }) => module.certainty !== "exact");
  if (own !== undefined)
    return { certainty: "partial", reason: `in ${own.path}, ${own.module.reason ?? "not all is written out"}` };
  const other = others.firstUnclear();
  if (other !== null) return { certainty: "partial", reason: `in ${other.path}, ${other.unclear}` };
  if (missing !== null) return { certainty: "partial", reason: missing };
  return { certainty: "exact", reason: null };
}

function surenessOfJobs(
  asked: readonly LocatedModule[],
  others: OpenDags,
  missing: string | null,
): DagCatalogue["jobs"] {
  const locations = asked.map(({ path, module }) => ({ path, location: toFileLocation(path, module) }));
  const own = locations.find(({ location }) => location !== null && !location.isLoose && location.unclear !== null);
  if (own !== undefined) return { certainty: "partial", reason: `in ${own.path}, ${own.location?.unclear}` };
  const other = others.firstUnclearLocation();
  if (other !== null) return { certainty: "partial", reason: `in ${other.path}, ${other.location?.unclear}` };
  if (missing !== null) return { certainty: "partial", reason: missing };
  if (locations.every(({ location }) => location === null) && !others.hasLocation())
    return { certainty: "unknown", reason: "no code location of Dagster was found in the repository" };
  return { certainty: "exact", reason: null };
}

/** What the files that were asked about have, by what it is looked up by. */
const ownOf = onceOf(({ dags, ownLocations }: PackedCatalogue) => ({
  dags: Map.groupBy(dags, ({ dagId }) => dagId),
  references: Map.groupBy(dags.flatMap(referencesIn), ({ dagId }) => dagId),
  jobs: Map.groupBy(
    ownLocations.flatMap((one) => one.jobs),
    ({ name }) => name,
  ),
  locations: new Map(ownLocations.map((one) => [one.path, one])),
}));

export function openCatalogue(packed: PackedCatalogue): DagCatalogue {
  const { dags, certainty, reason, jobs, ownLocations, around } = packed;
  const others = openDags(around);
  return {
    dags,
    certainty,
    reason,
    find: (dagId) => [...(ownOf(packed).dags.get(dagId) ?? []), ...others.named(dagId)].sort(byPath),
    jobs,
    locationAt(path) {
      const location = ownOf(packed).locations.get(path) ?? others.find(path)?.location ?? null;
      if (location === null) return null;
      return { path, jobs: location.jobs.map(({ name }) => name), unclear: location.unclear };
    },
    listLocations: () =>
      [...ownLocations.map(({ path, isLoose }) => ({ path, isLoose })), ...others.listLocations()].sort(byPath),
    findJobs: (name) => [...(ownOf(packed).jobs.get(name) ?? []), ...others.jobsNamed(name)].sort(byPath),
    listJobs: () => [...new Set([...ownOf(packed).jobs.keys(), ...others.listJobs()])].sort(),
    referring: (dagId) => [...(ownOf(packed).references.get(dagId) ?? []), ...others.referring(dagId)].sort(byPath),
    listIds: () => [...new Set([...dags.flatMap(({ dagId }) => dagId ?? []), ...others.listIds()])].sort(),
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** A catalogue of which nothing is known, for rules that run before it is there. */
export const emptyCatalogue: PackedCatalogue = {
  dags: [],
  certainty: "unknown",
  reason: "it was not looked at",
  ownLocations: [],
  jobs: { certainty: "unknown", reason: "it was not looked at" },
  around: noDags,
};
