import { defineConfig } from "vitest/config";
import { testEnvironment } from "../vitest.config.ts";

/** What needs minutes or real servers: whole processes, real clients, package and image. One file at a time, since they measure and listen. */
export default defineConfig({
  test: {
    include: ["test/real/**/*.test.ts", "test/chaos/**/*.test.ts", "test/**/*.slow.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: "forks",
    fileParallelism: false,
    execArgv: ["--liftoff-only"],
    env: testEnvironment,
  },
});
