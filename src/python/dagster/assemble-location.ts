import { nowhere } from "../dag-facts.ts";
import type { Certainty, ImportFailure } from "../dag-model.ts";
import { settle } from "../evaluate/doubt.ts";
import type { Machine, ModuleRecord } from "../evaluate/machine.ts";
import type { PythonRaise } from "../evaluate/python-raise.ts";
import { createSpans } from "../spans.ts";
import type { Place } from "../syntax/ast.ts";
import { addDefinitions, addRepository } from "./add-definitions.ts";
import { addTargets } from "./add-targets.ts";
import type { AssetFacts } from "./asset-facts.ts";
import { keyText } from "./asset-keys.ts";
import { assetsOf } from "./assets.ts";
import { targetsOfFolder } from "./autoloaded.ts";
import { automationSensors } from "./automation.ts";
import { checksOf } from "./checks.ts";
import type { CodeLocation, Located } from "./dagster-model.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { amongOf, type Beside, factsOfJob } from "./jobs.ts";
import { createParts, type Parts, type Section, sections } from "./location-parts.ts";
import { type Targets, targetsIn } from "./location-targets.ts";
import { nameOf } from "./names-of-definitions.ts";
import { raisedFailure } from "./refused/raised-failure.ts";
import { findProblems, type Problem, type Refusal, refusedAtOnce } from "./refused/refusals.ts";
import { resolveDeps } from "./resolve-deps.ts";
import { cronValue, factsOfSchedule } from "./schedules.ts";
import { unknownLocation } from "./unknown-location.ts";

/** What was read of a module, as a code location; `null` where it is none. `folder`: the one that is loaded for it. */
export function assembleLocation(
  record: ModuleRecord,
  machine: Machine,
  raised: PythonRaise | null,
  folder: string | null,
): CodeLocation | null {
  const located = locator(record);
  const early = failuresOf(refusedAtOnce(machine), located);
  if (raised !== null)
    return {
      ...unknownLocation(`it seems to raise ${raised.type} on import`),
      failures: [...early, ...raisedFailure(raised, record, machine)],
    };
  const targets = folder === null ? targetsIn(record, machine) : targetsOfFolder(folder, record, machine);
  if (targets === null) return null;
  const unknown = { ...unknownLocation("what it gives Dagster is not known"), failures: early };
  if (targets === "unknown") return unknown;
  if (targets === "unclear") return { ...unknown, form: "loose" };
  const parts = createParts();
  for (const value of targets.values) {
    if (targets.form === "definitions") addDefinitions(value, parts, machine);
    else if (targets.form === "repository") addRepository(value, parts, machine);
    else (targets.form === "assets" ? parts.assets : parts.jobs).push(value);
  }
  for (const value of targets.values)
    if (settle(value.born) !== null) doubtAllOf(parts, "whether it is made is not known");
  return toLocation(parts, { record, machine, targets });
}

interface Context {
  readonly record: ModuleRecord;
  readonly machine: Machine;
  readonly targets: Targets;
}

function doubtAllOf(parts: Parts, reason: string): void {
  for (const section of sections) doubt(parts, section, reason);
}

function doubt(parts: Parts, section: Section, reason: string): void {
  if (!parts.unclear.has(section)) parts.unclear.set(section, reason);
}

/** What the parts are together, with the jobs that schedules and sensors bring. */
function linkParts(parts: Parts, machine: Machine) {
  for (const one of [...parts.schedules, ...parts.sensors]) addTargets(one, parts);
  const assets = resolveDeps(listAssets(parts, machine));
  const checks = checksOf(parts, machine);
  if (checks.reason !== null) doubt(parts, "checks", checks.reason);
  const beside: Beside = {
    among: amongOf(assets),
    isComplete: !parts.unclear.has("assets"),
    machine,
    checks: checks.found,
    hasAllChecks: !parts.unclear.has("checks"),
  };
  return { assets, checks, beside };
}

/** Each repository of several has names and keys of its own. */
function problemsApart({ machine, targets }: Context): readonly Problem[] {
  return targets.values.flatMap((value) => {
    const parts = createParts();
    addRepository(value, parts, machine);
    return findProblems({ parts, targets, ...linkParts(parts, machine) });
  });
}

function toLocation(parts: Parts, context: Context): CodeLocation {
  const { record, machine, targets } = context;
  const located = locator(record);
  const { assets, checks, beside } = linkParts(parts, machine);
  const jobs = parts.jobs.flatMap((job) => listed(factsOfJob(job, beside), job, "jobs", parts));
  const schedules = parts.schedules.flatMap((one) => listed(factsOfSchedule(one, beside), one, "schedules", parts));
  const sensors = parts.sensors.flatMap((one) => {
    const name = nameOf(one);
    return listed(name === null ? null : { name }, one, "sensors", parts);
  });
  const automatic = automationSensors(parts, assets, machine);
  if (automatic === null) doubt(parts, "sensors", "whether assets are automated is not known");
  const { form } = targets;
  const areApart = form === "repository" && targets.values.length > 1;
  const problems = areApart ? problemsApart(context) : findProblems({ parts, assets, targets, beside });
  const unsure = problems.flatMap((one) => ("unsure" in one ? [one.unsure] : []));
  const open = machine.doubts.all.filter(({ isElsewhere }) => isElsewhere !== true);
  const inner = [...assets, ...jobs.map(({ facts }) => facts), ...schedules.map(({ facts }) => facts)];
  const partly = inner.flatMap((one) => one.reason ?? []);
  const daring = machine.surprises > machine.excused ? ["something that it does on import may raise"] : [];
  const [reason] = [...parts.unclear.values(), ...unsure, ...open.map((one) => one.reason), ...partly, ...daring];
  const certainty: Certainty = reason === undefined ? "exact" : "partial";
  return {
    form: form === "definitions" || form === "repository" ? form : "loose",
    assets: [...amongOf(assets).values()].map((facts) => toAsset(facts, located)),
    checks: checks.found.map(({ asset, name, definition }) => ({ asset, name, ...located(definition) })),
    jobs: unique(jobs).map(({ facts, value }) => ({ ...facts, ...located(value) })),
    schedules: unique(schedules).map(({ facts, value }) => ({
      ...facts,
      ...located(value),
      cronSpan: cronSpan(value, record),
    })),
    sensors: [
      ...unique(sensors).map(({ facts, value }) => ({ ...facts, ...located(value) })),
      ...(automatic ?? []).map((name) => ({ name, span: nowhere, definedIn: null })),
    ],
    resources: [...parts.resources.keys()],
    unclear: Object.fromEntries(parts.unclear),
    certainty,
    reason: reason ?? null,
    failures: failuresOf(problems, located),
    reads: [],
  };
}

function failuresOf(problems: readonly Problem[], located: (value: DagsterValue) => Located): readonly ImportFailure[] {
  return problems.flatMap((one) => ("unsure" in one ? [] : [toFailure(one, located)]));
}

function toFailure({ message, value }: Refusal, located: (value: DagsterValue) => Located): ImportFailure {
  const { span, definedIn } = located(value);
  return { type: "DagsterInvalidDefinitionError", message, span, definedIn, dagId: null };
}

/** What is given goes before what schedules and sensors name. */
function listAssets(parts: Parts, machine: Machine): readonly AssetFacts[] {
  return [...parts.named, ...parts.assets].flatMap((value, at) => {
    const found = assetsOf(value, machine);
    if (found !== null) return at < parts.named.length ? found : found.map((facts) => ({ ...facts, given: value }));
    for (const section of ["assets", "checks", "sensors"] as const)
      doubt(parts, section, "the key of an asset is not constant");
    return [];
  });
}

interface Listed<T> {
  readonly facts: T;
  readonly value: DagsterValue;
}

function listed<T>(facts: T | null, value: DagsterValue, section: Section, parts: Parts): readonly Listed<T>[] {
  if (facts !== null) return [{ facts, value }];
  doubt(parts, section, "a name is not constant");
  return [];
}

function unique<T extends { readonly name: string }>(all: readonly Listed<T>[]): readonly Listed<T>[] {
  return [...new Map(all.map((one) => [one.facts.name, one])).values()];
}

function toAsset(facts: AssetFacts, located: (value: DagsterValue) => Located) {
  const reason = facts.reason ?? (facts.partitions === null ? "its partitions are not constant" : null);
  const { key, group, deps, kind, partitions, definition } = facts;
  return {
    key,
    group,
    deps: [...new Map(deps.map((dep) => [keyText(dep), dep])).values()],
    kind,
    partitions,
    certainty: reason === null ? ("exact" as const) : ("partial" as const),
    reason,
    ...located(definition),
  };
}

function locator(record: ModuleRecord): (value: DagsterValue) => Located {
  const spanOf = createSpans(record.syntax.source);
  return (value) => {
    const inner = value.base !== null && value.symbol === "(loaded)" ? value.base : value;
    const here = inner.path === record.path;
    const place: Place = inner.namePlace;
    return { span: here ? (spanOf(place) ?? nowhere) : nowhere, definedIn: here ? null : inner.path };
  };
}

function cronSpan(value: DagsterValue, record: ModuleRecord) {
  if (value.path !== record.path) return null;
  const given = value.arguments.find((one) => one.value === cronValue(value));
  return given === undefined ? null : createSpans(record.syntax.source)(given.place);
}
