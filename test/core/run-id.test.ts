import { expect, test } from "vitest";
import { isExpired, runId } from "../../src/core/run-id.ts";

test("one request is one run", () => {
  expect(runId("github:1", 2, "jobs/a.yml", "b")).toBe(runId("github:1", 2, "jobs/a.yml", "b"));
  expect(runId("github:1", 2, "jobs/a.yml", "b")).toMatch(/^run-[0-9a-f]{20}$/);
});

test.each([
  ["github:2", 2, "jobs/a.yml", "b"],
  ["gitlab:1", 2, "jobs/a.yml", "b"],
  ["github:1", 3, "jobs/a.yml", "b"],
  ["github:1", 2, "jobs/b.yml", "b"],
  ["github:1", 2, "jobs/a.yml", "c"],
] as const)("another request is another run: %j %j %j %j", (repository, change, path, blob) => {
  expect(runId(repository, change, path, blob)).not.toBe(runId("github:1", 2, "jobs/a.yml", "b"));
});

test.each([
  ["2026-11-20", "2026-11-20T23:59:59Z", false],
  ["2026-11-20", "2026-11-21T00:00:00Z", true],
  [null, "2026-11-21T00:00:00Z", false],
] as const)("good until the end of %s: at %s expired is %s", (expires, now, expected) => {
  expect(isExpired(expires, new Date(now))).toBe(expected);
});
