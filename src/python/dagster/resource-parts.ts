import { argumentValue } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { doubtSections, type Parts } from "./location-parts.ts";

/** Adds what definitions have as `resources`. */
export function addResources(given: Value, of: DagsterValue, parts: Parts): void {
  if (given.kind !== "dict" || doubtOf(given.doubts) !== null) {
    doubtSections(parts, "`resources` is not all known", ["resources"]);
    if (given.kind !== "dict") return;
  }
  for (const { key, value } of given.entries.values()) {
    const name = stringOf(key);
    if (name === null) doubtSections(parts, "the name of a resource is not constant", ["resources"]);
    else addResource(name, value, of, parts);
  }
}

/** Definitions that are merged have one resource of a name. */
export function addResource(name: string, value: Value, of: DagsterValue, parts: Parts): void {
  const known = parts.resources.get(name);
  const isOther = known === undefined ? false : isOtherThan(known, value);
  if (isOther === null)
    doubtSections(parts, `whether the resources \`${name.slice(0, 100)}\` that are merged are one is not known`, [
      "resources",
    ]);
  if (isOther === true)
    parts.refused.push({ message: `Two resources of the name \`${name.slice(0, 100)}\` are merged`, value: of });
  parts.resources.set(name, value);
}

/** Adds the executor and the loggers of definitions, of which those that are merged have one, too. */
export function addRunners(of: DagsterValue, parts: Parts): void {
  const executor = argumentValue(of.arguments, "executor", 5);
  if (executor !== undefined && !isNone(executor)) addRunner("", executor, of, parts);
  const loggers = argumentValue(of.arguments, "loggers", 6);
  for (const { key, value } of loggers?.kind === "dict" ? loggers.entries.values() : []) {
    const name = stringOf(key);
    if (name !== null) addRunner(name, value, of, parts);
  }
}

/** `name` is that of a logger; an executor has none. */
export function addRunner(name: string, value: Value, of: DagsterValue, parts: Parts): void {
  const known = parts.runners.get(name);
  const isOther = known === undefined ? false : isOtherThan(known, value);
  if (isOther === null)
    doubtSections(parts, "whether what is merged has one executor and loggers of their own names is not known", [
      "resources",
    ]);
  if (isOther === true) {
    const what = name === "" ? "executors" : `loggers of the name \`${name.slice(0, 100)}\``;
    parts.refused.push({ message: `Two ${what} are merged`, value: of });
  }
  parts.runners.set(name, value);
}

/** Whether one is not the other, as Python's `is` has it; `null` where that is not known. */
function isOtherThan(one: Value, other: Value): boolean | null {
  if (one === other) return false;
  if (one.kind === "constant" && other.kind === "constant")
    return JSON.stringify(one.constant, showBig) !== JSON.stringify(other.constant, showBig);
  if (one.kind === "external" && other.kind === "external") {
    const areOwn = ownExecutors.test(one.name) && ownExecutors.test(other.name);
    return one.name === other.name ? false : areOwn ? true : null;
  }
  if (one.kind === "dagster" && other.kind === "dagster") return one.path !== other.path || one.place !== other.place;
  if (one.kind === "instance" && other.kind === "instance") return true;
  return null;
}

const ownExecutors = /^dagster\.(in_process|multiprocess|multi_or_in_process)_executor$/;

function showBig(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
