import type { Scenario } from "../scenario.ts";
import { attackScenarios } from "./attacks.ts";
import { landingScenarios } from "./landings.ts";
import { layerScenarios } from "./layers.ts";
import { neighbourScenarios } from "./neighbours.ts";
import { policyScenarios } from "./policy.ts";
import { resultScenarios } from "./results.ts";

/** The journeys. What follows after a landing, and over a longer time, has suites of its own. */
export const scenariosByKind: Readonly<Record<string, readonly Scenario[]>> = {
  policies: policyScenarios,
  layers: layerScenarios,
  landings: landingScenarios,
  results: resultScenarios,
  attacks: attackScenarios,
  neighbours: neighbourScenarios,
};
