import type { Machine, ModuleRecord } from "../evaluate/machine.ts";
import { isHarmless } from "../evaluate/packages.ts";
import type { Value } from "../evaluate/value.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { type Form, formOf, isCheckOnly } from "./forms.ts";
import { listObjects } from "./module-loaders.ts";

/** What Dagster would load of a module, as `dagster/_core/workspace/autodiscovery.py` picks it. */
export interface Targets {
  readonly form: "definitions" | "repository" | "job" | "graph" | "assets";
  readonly values: readonly DagsterValue[];
  /** Names that stand for a `Definitions` of their own: more than one is refused. */
  readonly names: readonly string[];
}

/** `null` where nothing of Dagster is bound; `unknown` where it may be anything, `unclear` where it may be more than loose assets. */
export function targetsIn(record: ModuleRecord, machine: Machine): Targets | "unknown" | "unclear" | null {
  const bound = [...record.scope.names].flatMap(([name, value]) => (value.kind === "dagster" ? [{ name, value }] : []));
  const unclear =
    speaksOfDefinitions.test(record.syntax.source) &&
    ([...record.scope.names.values()].some(mayBeDefinitions) || hasOpenNames(machine));
  for (const form of ["definitions", "repository", "job", "graph"] as const) {
    const all = bound.filter(({ value }) => isTarget(value, form));
    const lazy = all.filter(({ value }) => value.symbol === "definitions");
    const found = lazy.length > 0 ? lazy : all;
    if (found.length > 0)
      return { form, values: [...new Set(found.map(({ value }) => value))], names: found.map(({ name }) => name) };
    if (unclear) return "unknown";
  }
  const objects = listObjects(record, (one) => isAsset(formOf(one)) || isCheckOnly(one));
  if (objects === null) return "unclear";
  const assets = objects.filter((value) => isAsset(formOf(value)));
  return assets.length === 0 ? null : { form: "assets", values: [...new Set(assets)], names: [] };
}

/** A module that speaks of none has none, whatever else is bound to its names. */
const speaksOfDefinitions = /definitions|defs|repository|import\s*\*|\bexec\(|globals\(/i;

function isTarget(value: DagsterValue, form: Form): boolean {
  // What `define_asset_job` gives is no job before the assets are there.
  return formOf(value) === form && !(form === "job" && value.symbol === "define_asset_job");
}

function isAsset(form: Form | null): boolean {
  return form === "assets" || form === "source";
}

export function mayBeDefinitions(value: Value): boolean {
  if (value.kind === "unknown")
    return value.isForeign || value.candidates.some((one) => one.kind === "dagster" || mayBeDefinitions(one));
  if (value.kind !== "external" || !value.name.includes("."))
    return value.kind === "dagster" && formOf(value) === null && /defs|definitions/i.test(value.symbol);
  const own = value.name.split(".").at(-1) ?? "";
  return (
    !isHarmless(value.name) && !/^(dagster|builtins)\./.test(value.name) && /def|repo/i.test(own) && !/^[A-Z]/.test(own)
  );
}

/** Whether code that is not followed may have bound names. */
function hasOpenNames({ doubts }: Machine): boolean {
  return doubts.all.some(({ isElsewhere }) => isElsewhere !== true);
}
