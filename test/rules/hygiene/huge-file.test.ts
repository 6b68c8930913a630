import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

test.each([
  ["docs/film.mp4", 5_000_001, ["docs/film.mp4 `docs/film.mp4` has 5.0 MB, which nobody can review."]],
  ["docs/film.mp4", 5_000_000, []],
  ["data/a.csv", 9_000_000, []], // another rule tells of data
])("%s of %i bytes", async (path, size, expected) => {
  expect(await toldOfChange("HYG-015", path, { size })).toEqual(expected);
});

test("what has no size, and what is taken away", async () => {
  expect(await toldOfChange("HYG-015", "x", { size: null })).toEqual([]);
  expect(await toldOfChange("HYG-015", "x", { size: 9_000_000, status: "removed" })).toEqual([]);
});

test("the policy says how large", async () => {
  const severities = { "HYG-015": { severity: null, options: { "max-bytes": 10 } } };
  expect(await toldOfChange("HYG-015", "x", { size: 11 }, { severities })).toHaveLength(1);
});
