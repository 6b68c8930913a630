import { defineConfig } from "vitest/config";
import { testEnvironment } from "../vitest.config.ts";

/** The tests of the pure floors alone, for mutation tests: each mutant runs those that reach it. */
export default defineConfig({
  test: {
    include: ["test/{core,policy,predicates,rules,formats,python}/**/*.test.ts"],
    testTimeout: 30_000,
    env: testEnvironment,
  },
});
