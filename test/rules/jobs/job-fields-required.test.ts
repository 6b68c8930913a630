import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inspect = async (text: string, options: Readonly<Record<string, unknown>>) =>
  (await toldOfJob("JOB-012", text, { severities: { "JOB-012": { severity: null, options } }, today: "2026-11-20" }))
    .told;

const all = ["agreement", "expires", "inputs", "resources.cpu", "resources.memory", "resources.timeout"];

test("what is asked for, and is not there", async () => {
  const bare = jobExample().replace(/^expires: .*\n/m, "");
  expect(await inspect(bare, { require: all })).toEqual(
    all.map((field) => `2:1 Each job request of this repository must have \`${field}\`.`),
  );
  expect(await inspect(bare, {})).toEqual([]);
});

test("what is there", async () => {
  const full = jobExample({
    agreement: "A-1",
    inputs: "[{ dataset: a }]",
    resources: "{ cpu: 1, memory: 1Gi, timeout: 1h }",
  });
  expect(await inspect(full, { require: all })).toEqual([]);
});

test.each([
  ["2026-12-20", []],
  ["2026-12-21", ["7:10 This job request expires on 2026-12-21, which is more than 30 days ahead."]],
])("thirty days ahead, %s", async (expires, expected) => {
  expect(await inspect(jobExample({ expires }), { "longest-days": 30 })).toEqual(expected);
});
