import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Neither the machine's git configuration nor its time zone may decide what a test sees. */
export const testEnvironment = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  TZ: "Asia/Kolkata",
  // Many tests start the command line: what Node compiled once need not be compiled again.
  NODE_COMPILE_CACHE: join(tmpdir(), "countersign-compile-cache"),
};

/** Nothing of these reaches out of its arguments, so that many files may share a process and its modules. */
const pure = ["core", "formats", "policy", "predicates", "python", "rules"].map((name) => `test/${name}/**/*.test.ts`);

const slower = ["test/real/**", "test/chaos/**", "test/**/*.slow.test.ts", "test/**/*.long.test.ts"];

/** The fast suites. What needs minutes, or real servers, is in test/vitest.slow.config.ts. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: Math.max(2, availableParallelism()),
    execArgv: ["--liftoff-only"],
    env: testEnvironment,
    projects: [
      { extends: true, test: { name: "effects", include: ["test/**/*.test.ts"], exclude: [...slower, ...pure] } },
      { extends: true, test: { name: "pure", include: pure, exclude: slower, isolate: false } },
    ],
  },
});
