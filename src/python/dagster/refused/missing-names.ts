import { distance } from "fastest-levenshtein";
import { findNearest, quoteName } from "../../../formats/did-you-mean.ts";
import { doubtAll, type Machine, raise } from "../../evaluate/machine.ts";
import type { Site } from "../../evaluate/site.ts";
import type { Place } from "../../syntax/ast.ts";
import { isKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { type Form, formOf } from "../forms.ts";
import { hasMember, hasName, hasNamesIn, knownVersion, namesOf } from "./dagster-names.ts";

/**
 * Looks whether Dagster has what is taken from it, in code locations alone. What is misspelt is surely not there; any other name may be one of
 * another version. `type`: what Python raises then.
 */
export function noteMissingName(
  full: string,
  type: "ImportError" | "AttributeError",
  { place, scope, machine }: Site<Place>,
): void {
  const [root, ...rest] = full.split(".");
  const name = rest.join(".");
  if (root !== "dagster" || rest.length === 0 || machine.surroundings.isPackaged !== true || hasName(name)) return;
  const own = rest.at(-1) ?? "";
  const owner = rest.slice(0, -1).join(".");
  const isObject = /[a-z]_(manager|executor|logger)$/.test(owner) || /^[A-Z]/.test(owner);
  if (/^__\w+__$/.test(own) || (hasName(owner) && !hasNamesIn(owner) && isObject)) return;
  const module = rest.length === 1 ? "dagster" : "dagster.components";
  const isOfModule = rest.length === 1 || (rest.length === 2 && rest[0] === "components");
  const nearest = isOfModule && !own.startsWith("_") ? findNearest(own, namesOf(module)) : null;
  const isMisspelt = nearest !== null && distance(own, nearest) <= Math.max(1, Math.floor(own.length / 6));
  const said = `Dagster ${knownVersion} has no ${quoteName(name)}`;
  if (isMisspelt) raise(type, `${said} (perhaps ${quoteName(nearest)} is meant)`, place, scope, true);
  machine.surprises += 1; // it may raise
  doubtAll(machine, `whether Dagster has ${quoteName(name)} is not known`);
}

/** The classes of what has a form. */
const classes: Readonly<Record<Form, string | null>> = {
  assets: "AssetsDefinition",
  source: "SourceAsset",
  spec: "AssetSpec",
  checks: "AssetChecksDefinition",
  job: "JobDefinition",
  graph: "GraphDefinition",
  op: "OpDefinition",
  schedule: "ScheduleDefinition",
  sensor: "SensorDefinition",
  definitions: "Definitions",
  repository: null,
};

/** The class of a definition or of a key; `null` for what is none. */
export function classOf(owner: DagsterValue): string | null {
  if (isKey(owner)) return "AssetKey";
  const form = formOf(owner);
  return form === null || owner.symbol === "definitions" ? null : classes[form];
}

/** Looks whether a definition has an attribute. */
export function noteMissingMember(owner: DagsterValue, name: string, machine: Machine): void {
  const own = classOf(owner);
  if (own === null || hasMember(own, name) || name.startsWith("_")) return;
  machine.surprises += 1; // it may raise
  doubtAll(machine, `whether ${quoteName(owner.text.slice(0, 60))} has ${quoteName(name)} is not known`);
}
