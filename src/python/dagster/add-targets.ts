import { argumentValue } from "../evaluate/arguments.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";
import { doubtSections, type Parts } from "./location-parts.ts";
import { targetsOf } from "./schedules.ts";

/** Jobs and assets that schedules and sensors name are of the code location, too. */
export function addTargets(one: DagsterValue, parts: Parts): void {
  const targets = targetsOf(one);
  if (targets === null) doubtSections(parts, "what a schedule or sensor starts is not all known", ["jobs"]);
  for (const target of targets ?? []) if (!parts.jobs.includes(target)) parts.jobs.push(target);
  const given = one.symbol.startsWith("Automation") ? undefined : argumentValue(one.arguments, "target");
  const items = given?.kind === "list" || given?.kind === "tuple" ? given.items : [given];
  for (const item of items) {
    const isAsset = item?.kind === "dagster" && ["assets", "source"].includes(formOf(item) ?? "");
    if (isAsset && !parts.assets.includes(item) && !parts.named.includes(item)) parts.named.push(item);
  }
}
