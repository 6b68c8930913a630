import { expect, test } from "vitest";
import { parseDuration } from "../../src/formats/duration.ts";

test.each([
  ["250ms", 250],
  ["0s", 0],
  ["60s", 60_000],
  ["5m", 300_000],
  ["2h", 7_200_000],
  ["30d", 2_592_000_000],
  ["1w", 604_800_000],
  ["60", null],
  ["1.5s", null],
  ["-1s", null],
  ["1 s", null],
  ["s", null],
  ["1y", null],
  ["", null],
])("%j is %j", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});
