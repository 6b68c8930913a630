import { expect, test } from "vitest";
import { describeRules } from "../../src/cli/render-verification.ts";

test("what the rules found, or that they did not run", () => {
  const ran = { findings: 1, ruleSet: "a1b2", landed: { basis: { kind: "change" } } };
  expect(describeRules(ran)).toBe("1 finding by the rule set a1b2");
  const adopted = { findings: 0, ruleSet: "", landed: { basis: { kind: "adopted" } } };
  expect(describeRules(adopted)).toBe("not run: an adopted tree is taken as it is");
  const restored = { ...adopted, landed: { basis: { kind: "restores" } } };
  expect(describeRules(restored)).toBe("not run for this release");
});
