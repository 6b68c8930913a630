import { argumentValue } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { callFunction } from "../evaluate/function.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import { PythonRaise } from "../evaluate/python-raise.ts";
import { type GivenArgument, isNone, stringOf, type Value } from "../evaluate/value.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";

export const sections = ["assets", "checks", "jobs", "schedules", "sensors", "resources"] as const;
export type Section = (typeof sections)[number];

/** What a code location is given, and why more may be of a section than is listed. */
export interface Parts {
  readonly assets: DagsterValue[];
  readonly checks: DagsterValue[];
  readonly jobs: DagsterValue[];
  readonly schedules: DagsterValue[];
  readonly sensors: DagsterValue[];
  readonly resources: string[];
  readonly unclear: Map<Section, string>;
  /** Whether what is listed is changed further on. */
  isMapped: boolean;
}

export function createParts(): Parts {
  return {
    assets: [],
    checks: [],
    jobs: [],
    schedules: [],
    sensors: [],
    resources: [],
    unclear: new Map(),
    isMapped: false,
  };
}

function doubtSections(parts: Parts, reason: string, which: readonly Section[] = sections): void {
  for (const section of which) if (!parts.unclear.has(section)) parts.unclear.set(section, reason);
}

/** By position in `Definitions(…)`. */
const positions: readonly (readonly [name: string, section: Section, at: number])[] = [
  ["assets", "assets", 0],
  ["schedules", "schedules", 1],
  ["sensors", "sensors", 2],
  ["jobs", "jobs", 3],
  ["asset_checks", "checks", 7],
];

/** Adds what a `Definitions` object or what makes one holds. */
export function addDefinitions(value: Value, parts: Parts, machine: Machine): void {
  if (value.kind !== "dagster" || formOf(value) !== "definitions") {
    doubtSections(parts, "a part of it is not known");
    return;
  }
  switch (value.symbol) {
    case "Definitions":
      addArguments(value, parts, machine);
      return;
    case "definitions":
      addReturned(value, parts, machine);
      return;
    case "Definitions.merge":
    case "Definitions.merge_unbound_defs":
      if (value.arguments.some(({ name }) => name !== null)) doubtSections(parts, "what is merged is not all known");
      for (const one of value.arguments) if (one.name === null) addDefinitions(one.value, parts, machine);
      return;
    default:
      if (value.base !== null) addDefinitions(value.base, parts, machine);
      if (/map/.test(value.symbol)) parts.isMapped = true;
  }
}

function addReturned(value: DagsterValue, parts: Parts, machine: Machine): void {
  const { callee } = value;
  const given: GivenArgument[] = (callee?.parameters ?? []).map(({ name }) => ({
    name,
    value: { kind: "unknown", text: name, isForeign: false, candidates: [] },
    place: value.place,
    text: name,
  }));
  const result =
    callee === null ? null : attemptCall(() => callFunction(callee, given, value.place, callee.scope, machine));
  if (result === null) doubtSections(parts, "what its function gives is not known");
  else addDefinitions(result, parts, machine);
}

function attemptCall(run: () => Value): Value | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof PythonRaise) return null;
    throw error;
  }
}

function addArguments(value: DagsterValue, parts: Parts, machine: Machine): void {
  for (const { name, value: given, text } of value.arguments)
    if (name === "*" || name === "**") {
      doubtSections(parts, `\`${text.slice(0, 60)}\` is not all known`);
      if (given.kind === "dict") continue;
    }
  for (const [name, section, at] of positions) {
    const given = argumentValue(value.arguments, name, at);
    if (given !== undefined && !isNone(given)) addItems(given, section, name, parts, machine);
  }
  const resources = argumentValue(value.arguments, "resources", 4);
  if (resources !== undefined && !isNone(resources)) addResources(resources, parts);
}

function addItems(given: Value, section: Section, name: string, parts: Parts, machine: Machine): void {
  // Dagster goes over them more than once: what a generator yields is gone by then.
  const items =
    given.kind === "generator"
      ? null
      : given.kind === "set" && doubtOf(given.doubts) === null
        ? [...given.items.values()]
        : iterate(given, machine);
  if (items === null) {
    doubtSections(parts, `\`${name}\` is not all known`, affected(section));
    return;
  }
  for (const item of items) addItem(item, section, parts);
}

/** Jobs come with schedules and sensors, too. */
function affected(section: Section): readonly Section[] {
  if (section === "schedules" || section === "sensors") return [section, "jobs"];
  return section === "assets" ? ["assets", "checks", "sensors"] : [section];
}

function addItem(item: Value, section: Section, parts: Parts): void {
  const form = item.kind === "dagster" ? formOf(item) : null;
  const list = form === null ? undefined : listFor(form, parts);
  if (item.kind !== "dagster" || list === undefined) {
    doubtSections(parts, `one of the ${section} is not known`, affected(section));
    return;
  }
  if (!list.includes(item)) list.push(item);
}

function listFor(form: NonNullable<ReturnType<typeof formOf>>, parts: Parts): DagsterValue[] | undefined {
  switch (form) {
    case "assets":
    case "source":
    case "spec":
      return parts.assets;
    case "checks":
      return parts.checks;
    case "job":
    case "graph":
      return parts.jobs;
    case "schedule":
      return parts.schedules;
    case "sensor":
      return parts.sensors;
    default:
      return undefined;
  }
}

function addResources(given: Value, parts: Parts): void {
  if (given.kind !== "dict" || doubtOf(given.doubts) !== null) {
    doubtSections(parts, "`resources` is not all known", ["resources"]);
    if (given.kind !== "dict") return;
  }
  for (const { key } of given.entries.values()) {
    const name = stringOf(key);
    if (name === null) doubtSections(parts, "the name of a resource is not constant", ["resources"]);
    else if (!parts.resources.includes(name)) parts.resources.push(name);
  }
}

/** Adds what a function decorated with `@repository` gives. */
export function addRepository(value: DagsterValue, parts: Parts, machine: Machine): void {
  const { callee } = value;
  const result =
    callee === null ? null : attemptCall(() => callFunction(callee, [], value.place, callee.scope, machine));
  const items = result === null || result.kind === "dict" ? null : iterate(result, machine);
  if (items === null) {
    doubtSections(parts, "what the repository's function gives is not known");
    return;
  }
  for (const item of items) addOfRepository(item, parts, machine);
}

/** One definition, or a list of them. */
function addOfRepository(item: Value, parts: Parts, machine: Machine): void {
  const all = item.kind === "list" ? iterate(item, machine) : [item];
  for (const one of all ?? [null]) {
    const list = one?.kind === "dagster" ? listFor(formOf(one) ?? "op", parts) : undefined;
    if (one?.kind !== "dagster" || list === undefined) doubtSections(parts, "a part of the repository is not known");
    else if (!list.includes(one)) list.push(one);
  }
}
