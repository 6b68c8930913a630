import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { forgeNames } from "../../src/domain/identity.ts";
import { faces } from "../world/world.ts";
import { playScenarios, type Scenario } from "./scenario.ts";
import { attackScenarios } from "./scenarios/attacks.ts";
import { landingScenarios } from "./scenarios/landings.ts";
import { layerScenarios } from "./scenarios/layers.ts";
import { policyScenarios } from "./scenarios/policy.ts";
import { resultScenarios } from "./scenarios/results.ts";

/** The journeys, each on both forges. What follows after a landing is played by the slow suite. */
const scenarios: readonly Scenario[] = [
  ...policyScenarios,
  ...layerScenarios,
  ...landingScenarios,
  ...resultScenarios,
  ...attackScenarios,
];

playScenarios(scenarios);

test("no forge is left out of the table", () => {
  expect([...faces].sort()).toEqual([...forgeNames].sort());
  expect([...faces].sort()).toEqual(readdirSync(new URL("../../src/forges", import.meta.url)).sort());
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});
