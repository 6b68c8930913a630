import { expect, test } from "vitest";
import { brief, inspectTexts } from "../../analysis/inspect-texts.ts";

const inspect = async (text: string, path = "jobs/schemas/a.json") =>
  brief((await inspectTexts({ files: [{ path, text }] })).findings.filter(({ rule }) => rule === "JOB-008"));

test.each([
  ["{", "JOB-008 1:1 This schema is no JSON."],
  ["[]", "JOB-008 1:1 This schema is not a map."],
  ['{ "$ref": "#/$defs/a" }', "JOB-008 1:1 This schema refers to `#/$defs/a`, which is not there."],
  ['{ "pattern": "(?<!a)b" }', "JOB-008 1:1 This schema has a pattern that RE2 does not take."],
])("%s", async (text, expected) => {
  expect(await inspect(text)).toEqual([expected]);
});

test("a good one, and other files of JSON", async () => {
  expect(await inspect('{ "type": "object" }')).toEqual([]);
  expect(await inspect("{", "jobs/a.json")).toEqual([]);
  expect(await inspect("{", "jobs/schemas/deeper/a.json")).toEqual([]);
});
