import { argumentValue } from "../evaluate/arguments.ts";
import type { Machine } from "../evaluate/machine.ts";
import { isNone } from "../evaluate/value-contents.ts";
import type { AssetFacts } from "./asset-facts.ts";
import { keyText } from "./asset-keys.ts";
import { amongOf } from "./jobs.ts";
import type { Parts } from "./location-parts.ts";
import { select } from "./selections.ts";

/** The sensor that Dagster adds where an asset has a condition that no sensor of its own looks at; `null` where that is not known. */
export function automationSensors(
  parts: Parts,
  assets: readonly AssetFacts[],
  machine: Machine,
): readonly string[] | null {
  if (assets.some(({ isAutomated }) => isAutomated === null)) return null;
  const isOfChecks = parts.checks.some(({ arguments: given }) => {
    const condition = argumentValue(given, "automation_condition");
    return condition !== undefined && !isNone(condition);
  });
  const isOfJobs = parts.jobs.some(
    ({ arguments: given }) => argumentValue(given, "automation_condition") !== undefined,
  );
  if (isOfChecks || isOfJobs) return null;
  const open = new Set(assets.filter(({ isAutomated }) => isAutomated === true).map(({ key }) => keyText(key)));
  if (parts.unclear.has("assets") && open.size === 0) return [];
  for (const sensor of parts.sensors) {
    if (sensor.symbol !== "AutomationConditionSensorDefinition") continue;
    const covered = select(argumentValue(sensor.arguments, "target"), amongOf(assets), machine);
    if (covered === null || argumentValue(sensor.arguments, "target") === undefined) return null;
    for (const text of covered) open.delete(text);
  }
  return open.size > 0 ? ["default_automation_condition_sensor"] : [];
}
