import { argumentValue } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { callFunction } from "../evaluate/function.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import { PythonRaise } from "../evaluate/python-raise.ts";
import type { GivenArgument, Value } from "../evaluate/value.ts";
import { isNone } from "../evaluate/value-contents.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { type Form, formOf } from "./forms.ts";
import { createParts, doubtSections, listFor, type Parts, type Section } from "./location-parts.ts";
import { nameOf } from "./names-of-definitions.ts";
import { addResource, addResources, addRunner, addRunners } from "./resource-parts.ts";

type Position = readonly [name: string, section: Section, at: number];

/** By position in `Definitions(…)`. */
const positions: readonly Position[] = [
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
    case "(unknown)":
      doubtSections(parts, value.text);
      return;
    case "(refused)":
      parts.refused.push({ message: value.text, value });
      return;
    default:
      if (/map/.test(value.symbol)) addMapped(value, parts, machine);
      else if (value.base !== null) addDefinitions(value.base, parts, machine);
  }
}

/** What is in definitions whose assets are changed further on. */
function addMapped(value: DagsterValue, parts: Parts, machine: Machine): void {
  const inner = createParts();
  if (value.base !== null) addDefinitions(value.base, inner, machine);
  parts.assets.push(...inner.assets.map((base) => ({ ...value, base })));
  for (const section of ["checks", "jobs", "schedules", "sensors"] as const)
    for (const one of inner[section]) if (!parts[section].includes(one)) parts[section].push(one);
  for (const [name, resource] of inner.resources) addResource(name, resource, value, parts);
  for (const [name, runner] of inner.runners) addRunner(name, runner, value, parts);
  for (const [section, reason] of inner.unclear) doubtSections(parts, reason, [section]);
  parts.refused.push(...inner.refused);
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
    callee === null
      ? null
      : attemptCall(() => callFunction(callee, given, { place: value.place, scope: callee.scope, machine }));
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
  for (const place of positions) {
    const given = argumentValue(value.arguments, place[0], place[2]);
    if (given !== undefined && !isNone(given)) addItems(given, place, value, parts, machine);
  }
  const resources = argumentValue(value.arguments, "resources", 4);
  if (resources !== undefined && !isNone(resources)) addResources(resources, value, parts);
  addRunners(value, parts);
}

function addItems(given: Value, place: Position, of: DagsterValue, parts: Parts, machine: Machine): void {
  const [name, section] = place;
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
  for (const item of items) addItem(item, section, parts, of);
}

/** What Dagster takes where. */
const taken: Readonly<Record<Section, readonly Form[]>> = {
  assets: ["assets", "source", "spec", "checks"],
  checks: ["assets", "checks"],
  jobs: ["job"],
  schedules: ["schedule"],
  sensors: ["sensor"],
  resources: [],
};

/** Jobs come with schedules and sensors, too. */
function affected(section: Section): readonly Section[] {
  if (section === "schedules" || section === "sensors") return [section, "jobs"];
  return section === "assets" ? ["assets", "checks", "sensors"] : [section];
}

function addItem(item: Value, section: Section, parts: Parts, of: DagsterValue): void {
  const form = item.kind === "dagster" ? formOf(item) : null;
  const list = form === null ? undefined : listFor(form, parts);
  if (form !== null && !taken[section].includes(form)) {
    const message = `\`${item.kind === "dagster" ? (nameOf(item) ?? form).slice(0, 100) : form}\` stands among the ${section}, where Dagster takes no ${form}`;
    parts.refused.push({ message, value: of });
    return;
  }
  if (item.kind !== "dagster" || list === undefined) {
    doubtSections(parts, `one of the ${section} is not known`, affected(section));
    return;
  }
  // What stands twice in one list is taken once.
  const before = parts.places.get(item) ?? section;
  parts.places.set(item, section);
  if (before !== section) {
    const message = `\`${(nameOf(item) ?? item.text).slice(0, 100)}\` stands among the assets and among the asset checks`;
    parts.refused.push({ message, value: item });
  }
  if (!list.includes(item)) list.push(item);
}

/** Adds what a function decorated with `@repository` gives. */
export function addRepository(value: DagsterValue, parts: Parts, machine: Machine): void {
  const { callee } = value;
  const result =
    callee === null
      ? null
      : attemptCall(() => callFunction(callee, [], { place: value.place, scope: callee.scope, machine }));
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
    else if (list !== parts.jobs) {
      const message = `\`${(nameOf(one) ?? one.text).slice(0, 100)}\` is twice in what the repository is given`;
      parts.refused.push({ message, value: one });
    }
  }
}
