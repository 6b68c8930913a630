import { expect, test } from "vitest";
import { jobExample, patients } from "../../../src/rules/jobs/job-example.ts";
import { knownOf } from "../known-of.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inspect = async (purpose: string, purposes: readonly string[] | undefined) => {
  const text = jobExample({ inputs: "[{ dataset: patients }]" }).replace(/^purpose: .*$/m, `purpose: ${purpose}`);
  const dataset = purposes === undefined ? patients : { ...patients, purposes };
  return (await toldOfJob("JOB-011", text, { known: knownOf({ node: { datasets: [dataset] } }) })).told;
};

test.each([
  ["Direct care", ["Service evaluation"], ["7:10 `patients` may not be read for `Direct care`."]],
  ["'Direct care: of all'", ["Service evaluation"], ["7:10 `patients` may not be read for `Direct care`."]],
  ["service  EVALUATION", ["Direct care", "Service evaluation"], []],
  ["'Service evaluation: uptake by region'", ["Service evaluation"], []],
  ["Direct care", undefined, []],
])("%s of %j", async (purpose, purposes, expected) => {
  expect(await inspect(purpose, purposes)).toEqual(expected);
});
