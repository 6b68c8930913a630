import { expect, test } from "vitest";
import { isMachineMade } from "../../../src/rules/security/credential-values.ts";
import { cpuMsOf } from "../../support/cost-of.ts";

test.each([
  ["airflow-db-2024", false],
  ["vault/team:key.v1234", false],
  ["release-v2-b12-2024", false],
  ["k3yqZ81Lm0PxRt", true],
  ["name-k3yqZ81Lm0PxRt", true],
  ["short1", false],
])("%s is made by a machine: %s", (value, expected) => {
  expect(isMachineMade(value)).toBe(expected);
});

test("a value that can be taken apart in many ways takes no time", async () => {
  const value = `A-A0${"-V00-V0".repeat(14)}\0`;
  expect(await cpuMsOf(() => isMachineMade(value))).toBeLessThan(500);
});
