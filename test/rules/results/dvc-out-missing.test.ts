import { expect, test } from "vitest";
import { told } from "./inspect-results.ts";

const inspect = (text: string) => told("RES-001", "results/a.dvc", text);
const md5 = "md5: d8e8fca2dc0f896fd7cb4cb0031ba249";

test.each([
  ["outs:\n- path: a.csv\n", "2:9 The output `a.csv` has no digest, so there is nothing to publish."],
  [`outs:\n- ${md5}\n  path: a.csv\n  cache: false\n`, "3:9 The output `a.csv` is kept in git (`cache: false`), so"],
  [`outs:\n- ${md5}\n  path: a.csv\n  push: false\n`, "3:9 The output `a.csv` is never pushed (`push: false`), so"],
])("%j", async (text, expected) => {
  const said = await inspect(text);
  expect(said).toHaveLength(1);
  expect(said[0]?.startsWith(expected)).toBe(true);
});

test.each([`outs:\n- ${md5}\n  path: a.csv\n`, `outs:\n- ${md5}\n  path: a.csv\n  cache: true\n  push: true\n`])(
  "%j is good",
  async (text) => {
    expect(await inspect(text)).toEqual([]);
  },
);
