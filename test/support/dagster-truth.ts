import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PythonTools } from "../../src/analysis/python-tools.ts";
import type { CodeLocation, DagsterJob } from "../../src/python/dagster/dagster-model.ts";
import { readCodeLocation } from "../../src/python/dagster/read-code-location.ts";
import { readSyntax } from "../../src/python/syntax/read-syntax.ts";
import { type ConfigTruth, differsFromConfig } from "./dagster-config-truth.ts";

/** What Dagster makes of one file as a code location, as `test/real/dagster/dump_locations.py` prints it. */
export interface LocationTruth {
  readonly repositories: readonly RepositoryTruth[];
  /** The name of the exception that kept it from being loaded. */
  readonly error: string | null;
}

interface RepositoryTruth {
  readonly name: string;
  readonly assets: readonly AssetTruth[];
  readonly checks: readonly { readonly asset: readonly string[]; readonly name: string }[];
  readonly jobs: readonly JobTruth[];
  readonly schedules: readonly ScheduleTruth[];
  readonly sensors: readonly { readonly name: string; readonly jobs: readonly string[] }[];
  readonly resources: readonly string[];
}

interface AssetTruth {
  readonly key: readonly string[];
  readonly group: string;
  readonly deps: readonly (readonly string[])[];
  readonly kind: string;
  readonly partitions: string | null;
}

interface JobTruth {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly assets: readonly (readonly string[])[];
  readonly partitions: string | null;
  readonly config: Readonly<Record<string, ConfigTruth | null>>;
  readonly mapped: boolean;
  readonly given: boolean;
}

interface ScheduleTruth {
  readonly name: string;
  readonly cron: readonly string[];
  readonly job: string;
  readonly timezone: string | null;
}

export type Verdict = "exact" | "partial" | "unknown" | "wrong";

/** One definition of Dagster, or a claim about a file that is not true. */
export interface LocationRow {
  readonly file: string;
  readonly what: "asset" | "check" | "job" | "schedule" | "sensor" | "resource" | "file";
  readonly name: string;
  readonly verdict: Verdict;
  readonly why: string;
}

/** A line for each file, so that differences are short. */
export function formatLocations(files: Readonly<Record<string, LocationTruth>>): string {
  const lines = Object.entries(files).map(([name, truth]) => `${JSON.stringify(name)}: ${JSON.stringify(truth)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Reads a file of a folder as a code location, with what it imports from the folder. */
export function readLocationOf(folder: string, path: string, tools: PythonTools): CodeLocation | null {
  const readText = (wanted: string): string | null => {
    const place = join(folder, wanted);
    return statSync(place, { throwIfNoEntry: false })?.isFile() ? readFileSync(place, "utf8") : null;
  };
  const listFolder = (wanted: string): readonly string[] => {
    const place = join(folder, wanted);
    if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    return readdirSync(place, { withFileTypes: true })
      .map((one) => (one.isDirectory() ? `${one.name}/` : one.name))
      .sort();
  };
  const parse = (text: string): ReturnType<typeof readSyntax> => readSyntax(tools.parse(text), text);
  return readCodeLocation(parse(readText(path) ?? ""), path, { readText, listFolder, parse, roots: [""] });
}

const textOf = (key: readonly string[]): string => key.join("/");
const sorted = (all: readonly string[]): string => [...all].sort().join(", ");
/** What `of` is called where Dagster has no partitions. */
const partitionsText = (name: string | null): string => name ?? "none";

/** Holds what is said of a file against what Dagster has. */
export function compareLocation(file: string, said: CodeLocation | null, truth: LocationTruth): readonly LocationRow[] {
  if (truth.error !== null) return [refusedRow(file, said, truth.error)];
  if (said !== null && said.failures.length > 0)
    return [
      { file, what: "file", name: "", verdict: "wrong", why: `it is said to fail: ${said.failures[0]?.message}` },
    ];
  const merged = mergeRepositories(truth.repositories);
  const location = said ?? nothingSaid;
  const section = <T extends { readonly name: string }>(
    what: LocationRow["what"],
    real: readonly T[],
    listed: readonly string[],
    unclear: string | undefined,
    differ: (one: T) => { readonly differences: readonly string[]; readonly reason: string | null },
  ): readonly LocationRow[] => {
    const rows = real.map((one): LocationRow => {
      const row = { file, what, name: one.name };
      if (!listed.includes(one.name))
        return unclear === undefined
          ? { ...row, verdict: "wrong", why: "it is not listed" }
          : { ...row, verdict: "unknown", why: unclear };
      const { differences, reason } = differ(one);
      if (differences.length > 0) return { ...row, verdict: "wrong", why: differences.join("; ") };
      return reason === null ? { ...row, verdict: "exact", why: "" } : { ...row, verdict: "partial", why: reason };
    });
    const names = new Set(real.map(({ name }) => name));
    const extra = listed.filter((name) => !names.has(name));
    return [
      ...rows,
      ...extra.map((name) => ({ file, what, name, verdict: "wrong" as const, why: "Dagster has none" })),
    ];
  };
  const { unclear } = location;
  return [
    ...section(
      "asset",
      merged.assets.map((one) => ({ ...one, name: textOf(one.key) })),
      location.assets.map(({ key }) => textOf(key)),
      unclear.assets,
      (one) => differsFromAsset(location, one),
    ),
    ...section(
      "check",
      merged.checks.map(nameCheck),
      location.checks.map((one) => nameCheck(one).name),
      unclear.checks,
      () => same,
    ),
    ...section(
      "job",
      merged.jobs,
      location.jobs.map(({ name }) => name),
      unclear.jobs,
      (one) => differsFromJob(location, one),
    ),
    ...section(
      "schedule",
      merged.schedules,
      location.schedules.map(({ name }) => name),
      unclear.schedules,
      (one) => differsFromSchedule(location, one),
    ),
    ...section(
      "sensor",
      merged.sensors,
      location.sensors.map(({ name }) => name),
      unclear.sensors,
      () => same,
    ),
    ...section(
      "resource",
      merged.resources.map((name) => ({ name })),
      location.resources,
      unclear.resources,
      () => same,
    ),
  ];
}

const same = { differences: [], reason: null };

const nothingSaid: CodeLocation = {
  form: "loose",
  assets: [],
  checks: [],
  jobs: [],
  schedules: [],
  sensors: [],
  resources: [],
  unclear: {},
  certainty: "exact",
  reason: null,
  failures: [],
  reads: [],
};

function nameCheck({ asset, name }: { readonly asset: readonly string[]; readonly name: string }) {
  return { name: `${textOf(asset)}:${name}` };
}

/** What is said to be exact must be loaded, unless it is said why not. */
function refusedRow(file: string, said: CodeLocation | null, error: string): LocationRow {
  const row = { file, what: "file", name: error } as const;
  if ((said?.failures.length ?? 0) > 0 || said?.certainty === "unknown") return { ...row, verdict: "exact", why: "" };
  return { ...row, verdict: said?.certainty === "exact" ? "wrong" : "partial", why: "the refusal is not foreseen" };
}

function mergeRepositories(all: readonly RepositoryTruth[]): RepositoryTruth {
  const by = <T>(items: readonly T[], name: (one: T) => string): readonly T[] => [
    ...new Map(items.map((one) => [name(one), one])).values(),
  ];
  return {
    name: "",
    assets: by(
      all.flatMap(({ assets }) => assets),
      ({ key }) => textOf(key),
    ),
    checks: all.flatMap(({ checks }) => checks),
    jobs: by(
      all.flatMap(({ jobs }) => jobs),
      ({ name }) => name,
    ),
    schedules: all.flatMap(({ schedules }) => schedules),
    sensors: all.flatMap(({ sensors }) => sensors),
    resources: all.flatMap(({ resources }) => resources),
  };
}

function differsFromAsset({ assets }: CodeLocation, real: AssetTruth) {
  const found = assets.find(({ key }) => textOf(key) === textOf(real.key));
  if (found === undefined) return same;
  const differences: string[] = [];
  const [deps, known] = [found.deps.map(textOf), real.deps.map(textOf)];
  const extra = deps.filter((dep) => !known.includes(dep));
  const missing = known.filter((dep) => !deps.includes(dep));
  if (found.certainty === "exact" && extra.length + missing.length > 0) differences.push(`deps: ${sorted(known)}`);
  if (found.group !== null && found.group !== real.group) differences.push(`group: ${real.group}`);
  if (found.kind !== real.kind) differences.push(`kind: ${real.kind}`);
  if (found.partitions !== null && found.partitions !== partitionsText(real.partitions))
    differences.push(`partitions: ${real.partitions}`);
  return { differences, reason: found.reason };
}

function differsFromJob({ jobs }: CodeLocation, real: JobTruth) {
  const found = jobs.find(({ name }) => name === real.name);
  if (found === undefined) return same;
  const differences: string[] = [];
  if (found.nodes !== null && sorted(found.nodes) !== sorted(real.nodes))
    differences.push(`nodes: ${sorted(real.nodes)}`);
  if (found.assets !== null && sorted(found.assets.map(textOf)) !== sorted(real.assets.map(textOf)))
    differences.push(`assets: ${sorted(real.assets.map(textOf))}`);
  if (found.partitions !== null && found.partitions !== partitionsText(real.partitions))
    differences.push(`partitions: ${real.partitions}`);
  if (found.hasOwnConfig !== (real.given || real.mapped)) differences.push(`own config: ${real.given || real.mapped}`);
  return { differences: [...differences, ...configDifferences(found, real)], reason: found.reason };
}

function configDifferences({ config }: DagsterJob, real: JobTruth): readonly string[] {
  if (config === null || real.mapped) return [];
  const names = config.map(({ node }) => node);
  if (sorted(names) !== sorted(Object.keys(real.config))) return [`ops: ${sorted(Object.keys(real.config))}`];
  return config.flatMap((one) =>
    differsFromConfig(one, real.config[one.node] ?? null).map((text) => `${one.node}: ${text}`),
  );
}

function differsFromSchedule({ schedules }: CodeLocation, real: ScheduleTruth) {
  const found = schedules.find(({ name }) => name === real.name);
  if (found === undefined) return same;
  const differences: string[] = [];
  if (found.cron !== null && found.cron.join() !== real.cron.join()) differences.push(`cron: ${real.cron}`);
  const isAnonymous = real.job.startsWith("__anonymous");
  if (found.certainty === "exact" && (found.job ?? "") !== (isAnonymous ? "" : real.job))
    differences.push(`job: ${real.job}`);
  if (found.certainty === "exact" && found.timezone !== real.timezone) differences.push(`timezone: ${real.timezone}`);
  return { differences, reason: found.reason };
}

export function countLocations(rows: readonly LocationRow[]): Readonly<Record<"definitions" | Verdict, number>> {
  const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length;
  return {
    definitions: rows.length,
    exact: count("exact"),
    partial: count("partial"),
    unknown: count("unknown"),
    wrong: count("wrong"),
  };
}
