import { defineConfig } from "vitest/config";

/**
 * What Stryker runs against each mutant: the tables, which are quick. The laws and what draws its cases are left out, since each
 * takes long for what it adds.
 */
export default defineConfig({
  test: {
    include: [
      "test/core/decide/*.test.ts",
      "test/core/{commands,may-use,groups-needed}.test.ts",
      "test/policy/*.test.ts",
      "test/predicates/*.test.ts",
    ],
    exclude: [
      "test/core/decide/laws.test.ts",
      "test/policy/layers.laws.test.ts",
      "test/policy/any-policy.test.ts",
      "node_modules/**",
    ],
    testTimeout: 30_000,
  },
});
