import { expect, test } from "vitest";
import { describeRuns, nextRuns } from "../../../src/core/consequences/next-runs.ts";

const now = new Date("2026-11-21T12:00:00Z");
const plan = { dagId: "a", every: "0 0 * * *", timezone: "UTC", startDate: "2026-11-01T00:00:00", catchesUp: true };
const runs = (more: Partial<typeof plan> | { readonly every: number } | { readonly startDate: null }) => {
  const found = nextRuns({ ...plan, ...more }, now);
  return found === null ? null : [found.next[0], found.next.length, found.atOnce];
};

test.each([
  [{}, ["2026-11-22T00:00:00Z", 3, 21]],
  [{ catchesUp: false }, ["2026-11-22T00:00:00Z", 3, 0]],
  [{ startDate: "2026-11-01" }, ["2026-11-22T00:00:00Z", 3, 21]],
  [{ startDate: null }, ["2026-11-22T00:00:00Z", 3, 0]],
  [{ startDate: "2027-01-01T00:00:00" }, ["2027-01-01T00:00:00Z", 3, 0]],
  [{ every: "0 3 * * *", timezone: "Europe/Oslo" }, ["2026-11-22T02:00:00Z", 3, 21]],
  [{ every: "*/5 * * * *", startDate: "2020-01-01" }, ["2026-11-21T12:05:00Z", 3, "more"]],
  [{ every: "0 0 31 2 *" }, [undefined, 0, 0]],
  [{ every: 5 * 3600, startDate: "2026-11-21T00:00:00" }, ["2026-11-21T15:00:00Z", 3, 3]],
  [{ every: 3600, startDate: null }, null],
  [{ every: 3600, timezone: "Europe/Oslo" }, null],
  [{ every: "a b c d e" }, null],
  [{ every: "0 0 * * * *" }, null],
  [{ timezone: "Mars/North" }, null],
  [{ startDate: "soon" }, null],
])("the first of the next runs of %j, how many are listed, and how many start at once", (more, expected) => {
  expect(runs(more)).toEqual(expected);
});

test("as a sentence", () => {
  const found = nextRuns(plan, now);
  expect(found && describeRuns(found)).toBe(
    "It runs next at 2026-11-22 00:00 UTC, 2026-11-23 00:00 UTC, 2026-11-24 00:00 UTC; about 21 catch-up runs would start at once.",
  );
});
