import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { forgeNames } from "../../src/domain/identity.ts";
import { faces, startWorld } from "../world/world.ts";
import type { Scenario } from "./scenario.ts";
import { afterLandingScenarios } from "./scenarios/after-landing.ts";
import { attackScenarios } from "./scenarios/attacks.ts";
import { evidenceScenarios } from "./scenarios/evidence.ts";
import { landingScenarios } from "./scenarios/landings.ts";
import { layerScenarios } from "./scenarios/layers.ts";
import { policyScenarios } from "./scenarios/policy.ts";
import { resultScenarios } from "./scenarios/results.ts";

const scenarios: readonly Scenario[] = [
  ...policyScenarios,
  ...layerScenarios,
  ...landingScenarios,
  ...resultScenarios,
  ...attackScenarios,
  ...afterLandingScenarios,
  ...evidenceScenarios,
];

describe.each(faces)("on %s", (face) => {
  test.concurrent.each(scenarios)("$name", { timeout: 300_000 }, async ({ options, play }) => {
    const world = await startWorld({ face, webhooks: true, hasPolicy: true, ...options });
    try {
      await play(world);
    } finally {
      await world.close();
    }
  });
});

test("no forge is left out of the table", () => {
  expect([...faces].sort()).toEqual([...forgeNames].sort());
  expect([...faces].sort()).toEqual(readdirSync(new URL("../../src/forges", import.meta.url)).sort());
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});
