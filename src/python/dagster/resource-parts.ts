import { doubtOf } from "../evaluate/doubt.ts";
import { stringOf, type Value } from "../evaluate/value.ts";
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
  if (known !== undefined && isSurelyOther(known, value))
    parts.refused.push({ message: `Two resources of the name \`${name.slice(0, 100)}\` are merged`, value: of });
  parts.resources.set(name, value);
}

/** Whether one is not the other, as Python's `is` has it. */
function isSurelyOther(one: Value, other: Value): boolean {
  if (one.kind === "constant" && other.kind === "constant")
    return JSON.stringify(one.constant, showBig) !== JSON.stringify(other.constant, showBig);
  return one.kind === "instance" && other.kind === "instance" && one !== other;
}

function showBig(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
