import { afterAll, describe, expect, test } from "vitest";
import { forgeNames } from "../../src/domain/identity.ts";
import { faces, startWorld } from "../world/world.ts";
import type { Scenario } from "./scenario.ts";
import { landingScenarios } from "./scenarios/landings.ts";
import { policyScenarios } from "./scenarios/policy.ts";
import { resultScenarios } from "./scenarios/results.ts";

const scenarios: readonly Scenario[] = [...policyScenarios, ...landingScenarios, ...resultScenarios];
const played = new Map<string, number>();

describe.each(faces)("on %s", (face) => {
  test.concurrent.each(scenarios)("$name", { timeout: 120_000 }, async ({ name, options, play }) => {
    const world = await startWorld({ face, webhooks: true, hasPolicy: true, ...options });
    try {
      await play(world);
      played.set(name, (played.get(name) ?? 0) + 1);
    } finally {
      await world.close();
    }
  });
});

test("no forge is left out of the table", () => {
  expect([...faces].sort()).toEqual([...forgeNames].sort());
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});

afterAll(() => {
  const missed = scenarios.filter(({ name }) => (played.get(name) ?? 0) > 0 && played.get(name) !== faces.length);
  if (missed.length > 0)
    throw new Error(`not played to its end on every forge: ${missed.map(({ name }) => name).join("; ")}`);
});
