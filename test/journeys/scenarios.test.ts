import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { forgeNames } from "../../src/domain/identity.ts";
import { faces } from "../world/world.ts";
import { playScenarios } from "./scenario.ts";
import { scenariosByKind } from "./scenarios/table.ts";

/** One or two stories of each kind, on both forges. The slow suites play the others. */
const scenarios = Object.values(scenariosByKind).flat();

playScenarios(scenarios.filter(({ isQuick }) => isQuick === true));

test("no forge and no kind is left out of the table", () => {
  expect([...faces].sort()).toEqual([...forgeNames].sort());
  expect([...faces].sort()).toEqual(readdirSync(new URL("../../src/forges", import.meta.url)).sort());
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  for (const [kind, ofKind] of Object.entries(scenariosByKind)) {
    expect(ofKind.filter(({ isQuick }) => isQuick === true).length, kind).toBeGreaterThan(0);
  }
});
