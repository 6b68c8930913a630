import { defineConfig } from "vitest/config";
import { testEnvironment } from "../vitest.config.ts";

const slow = ["test/real/**/*.test.ts", "test/chaos/**/*.test.ts", "test/**/*.slow.test.ts"];
const long = ["test/**/*.long.test.ts"];

/**
 * What needs minutes or real servers: whole processes, real clients, package and image; with `COUNTERSIGN_LONG_TESTS`, what needs
 * a quarter of an hour instead. One file at a time, since they measure and listen.
 */
export default defineConfig({
  test: {
    include: process.env.COUNTERSIGN_LONG_TESTS === undefined ? slow : long,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: "forks",
    fileParallelism: false,
    execArgv: ["--liftoff-only"],
    env: testEnvironment,
  },
});
