import type { Consequence, ConsequenceKind } from "../../domain/consequences.ts";
import type { CodeLocation } from "../../python/dagster/dagster-model.ts";
import type { LocatedModule } from "./compare-dags.ts";

interface Placed {
  readonly path: string;
  readonly location: CodeLocation;
}

/** What Dagster would have otherwise: jobs, schedules and assets of code locations, by their names. */
export function compareLocations(
  before: readonly LocatedModule[],
  after: readonly LocatedModule[],
  placeBefore: (path: string) => string,
): readonly Consequence[] {
  const [then, now] = [before.flatMap(placed), after.flatMap(placed)];
  return [
    ...newlyRefused(then, now, placeBefore),
    ...["job", "schedule", "asset"].flatMap((what) => compareNames(what as What, then, now)), // as `What` has them
    ...rescheduled(then, now),
  ];
}

/** What is bound to names alone is loaded by Dagster only where it is pointed to it. */
function placed({ path, module: { location } }: LocatedModule): readonly Placed[] {
  return location === undefined || location.form === "loose" ? [] : [{ path, location }];
}

function newlyRefused(
  then: readonly Placed[],
  now: readonly Placed[],
  placeBefore: (path: string) => string,
): readonly Consequence[] {
  const refused = new Set(then.filter(({ location }) => location.failures.length > 0).map(({ path }) => path));
  return now.flatMap(({ path, location }): Consequence[] => {
    const [failure] = location.failures;
    if (failure === undefined || refused.has(placeBefore(path))) return [];
    const detail = "is not loaded by Dagster any more, with all its jobs and schedules";
    return [{ kind: "import-failure", name: path, detail, path, isCertain: true }];
  });
}

type What = "job" | "schedule" | "asset";

interface Named {
  readonly name: string;
  readonly path: string;
  readonly detail: string;
}

function listNamed(what: What, all: readonly Placed[]): ReadonlyMap<string, Named> {
  const found = all.flatMap(({ path, location }): readonly Named[] => {
    if (what === "job") return location.jobs.map(({ name, form }) => ({ name, path, detail: `is new, of ${form}s` }));
    if (what === "schedule")
      return location.schedules.map(({ name, cron }) => ({ name, path, detail: `is new: ${describeCron(cron)}` }));
    return location.assets
      .filter(({ kind }) => kind === "materializable")
      .map(({ key }) => ({ name: key.join("/"), path, detail: "is new" }));
  });
  return new Map(found.map((one) => [one.name, one]));
}

const sections = { job: "jobs", schedule: "schedules", asset: "assets" } as const;

function compareNames(what: What, then: readonly Placed[], now: readonly Placed[]): readonly Consequence[] {
  const [old, fresh] = [listNamed(what, then), listNamed(what, now)];
  const isSure = (all: readonly Placed[]): boolean =>
    all.every(({ location }) => location.unclear[sections[what]] === undefined);
  const [wasSure, isSureNow] = [isSure(then), isSure(now)];
  const removed: ConsequenceKind = `${what}-removed`;
  const added: ConsequenceKind = `${what}-added`;
  return [
    ...[...old.values()]
      .filter(({ name }) => !fresh.has(name))
      .map(({ name, path }) => ({ kind: removed, name, detail: "is removed", path, isCertain: isSureNow })),
    ...[...fresh.values()]
      .filter(({ name }) => !old.has(name))
      .map(({ name, path, detail }) => ({ kind: added, name, detail, path, isCertain: wasSure })),
  ];
}

function rescheduled(then: readonly Placed[], now: readonly Placed[]): readonly Consequence[] {
  const before = new Map(then.flatMap(({ location }) => location.schedules.map((one) => [one.name, one] as const)));
  return now.flatMap(({ path, location }) =>
    location.schedules.flatMap((schedule): Consequence[] => {
      const old = before.get(schedule.name);
      if (old === undefined || timesOf(old) === timesOf(schedule)) return [];
      const detail = `runs by ${describeTimes(schedule)} instead of ${describeTimes(old)}`;
      const isCertain = schedule.certainty === "exact" && old.certainty === "exact";
      return [{ kind: "schedule-rescheduled", name: schedule.name, detail, path, isCertain }];
    }),
  );
}

type Times = Pick<CodeLocation["schedules"][number], "cron" | "timezone">;

function timesOf({ cron, timezone }: Times): string {
  return JSON.stringify([cron, timezone]);
}

function describeTimes({ cron, timezone }: Times): string {
  return `${describeCron(cron)}${timezone === null ? "" : ` (${timezone.replaceAll("`", "'")})`}`;
}

function describeCron(cron: readonly string[] | null): string {
  if (cron === null) return "a schedule that is known only when it runs";
  return cron.map((one) => `\`${one.replaceAll("`", "'")}\``).join(", ");
}
