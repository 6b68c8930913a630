import { quoteName } from "../../../formats/did-you-mean.ts";
import { doubtOf } from "../../evaluate/doubt.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import { isKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { formOf } from "../forms.ts";
import { nameOf } from "../names-of-definitions.ts";
import { type Flaw, givenAs, perhaps, surely } from "./flaw.ts";

const jobNames = ["job", "jobs", "request_job", "request_jobs", "monitored_jobs"];

/** What schedules and sensors are given to start, as `AutomationTarget.from_coercible` in dagster/_core/definitions/target.py takes it. */
export function oddTargets(made: DagsterValue): readonly Flaw[] {
  const form = formOf(made);
  if ((form !== "schedule" && form !== "sensor") || made.base !== null) return [];
  const shown = quoteName(nameOf(made) ?? made.symbol);
  const other = jobNames.flatMap((name) => itemsOf(givenAs(name, made))).find(isNoJob);
  const target = givenAs("target", made);
  return [
    ...(other?.kind === "dagster" ? surely(`${shown} is given ${quoteName(other.text)} for a job, which is none`) : []),
    ...(target === undefined || isNone(target) || made.symbol.startsWith("Automation") ? [] : ofTarget(target, shown)),
  ];
}

function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === "list" || value.kind === "tuple" ? value.items : [value];
}

function isNoJob(value: Value): boolean {
  if (value.kind !== "dagster") return false;
  const form = formOf(value);
  return isSelection(value) || (form !== null && form !== "job" && form !== "graph");
}

function isSelection({ symbol }: DagsterValue): boolean {
  return /^AssetSelection\b/.test(symbol);
}

function ofTarget(target: Value, shown: string): readonly Flaw[] {
  if (target.kind === "list" || target.kind === "tuple") {
    if (target.kind === "list" && doubtOf(target.doubts) !== null) return [];
    const kinds = new Set(target.items.map(kindOfItem));
    if (kinds.has(null)) return perhaps("a part of a target");
    return kinds.size === 1 && !kinds.has("other")
      ? []
      : surely(`${shown} is given a list to start whose items are neither all texts, nor all keys, nor all assets`);
  }
  if (target.kind === "unknown" || stringOf(target) !== null) return [];
  if (target.kind !== "dagster") return perhaps("a target that is none of Dagster");
  const form = formOf(target);
  if (form === "definitions") return perhaps("definitions as a target");
  if (isKey(target) || (form !== null && !/^(job|graph|assets|checks)$/.test(form)))
    return surely(`${shown} is given ${quoteName(target.text)} to start, which is neither a job nor assets`);
  return [];
}

/** Of what goes together in one target; `null` where it is not known. */
function kindOfItem(item: Value): "text" | "key" | "assets" | "other" | null {
  if (item.kind === "constant") return stringOf(item) === null ? "other" : "text";
  if (item.kind !== "dagster") return null;
  if (isKey(item)) return "key";
  const form = formOf(item);
  if (form === "assets" || form === "checks") return "assets";
  return form !== null || isSelection(item) ? "other" : null;
}
