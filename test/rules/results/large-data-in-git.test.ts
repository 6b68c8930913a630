import { expect, test } from "vitest";
import { added, told } from "./inspect-results.ts";

const inspect = (path: string, size: number, severities = {}) =>
  told("RES-010", path, "x\n", { known: { changed: [added(path, { size })] }, severities });

test.each([
  ["data/a.csv", 1_000_001, ["1:1 `data/a.csv` has 1.0 MB of data, in git."]],
  ["data/a.csv", 1_000_000, []],
  ["docs/picture.png", 9_000_000, []],
  ["results/a.csv", 9_000_000, []], // another rule tells of it
])("%s of %i bytes", async (path, size, expected) => {
  expect(await inspect(path, size)).toEqual(expected);
});

test("the policy says how large", async () => {
  const severities = { "RES-010": { severity: null, options: { "max-bytes": 10 } } };
  expect(await inspect("data/a.csv", 11, severities)).toHaveLength(1);
  expect(await inspect("data/a.csv", 10, severities)).toEqual([]);
});
