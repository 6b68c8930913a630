import { expect, test } from "vitest";
import { jobExample, patients } from "../../../src/rules/jobs/job-example.ts";
import { knownOf } from "../known-of.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inputs = "[{ dataset: patients }]";
const inspect = async (terms: object, agreement?: string) => {
  const text = jobExample(agreement === undefined ? { inputs } : { inputs, agreement });
  return (await toldOfJob("JOB-010", text, { known: knownOf({ node: { datasets: [{ ...patients, ...terms }] } }) }))
    .told;
};

test.each([
  [
    { agreementsRequired: true },
    undefined,
    ["5:21 Reading `patients` needs an agreement, and this request names none."],
  ],
  [{ agreementsRequired: true }, "X-1", []],
  [{ agreementsRequired: true, agreements: ["A-1", "A-2"] }, "A-2", []],
  [
    { agreementsRequired: true, agreements: ["A-1", "A-2"] },
    "A-3",
    ["8:12 The agreement `A-3` does not allow reading `patients`, as `A-1` and `A-2` do."],
  ],
  [
    { agreementsRequired: true, agreements: ["A-1"] },
    "a-1",
    ["8:12 The agreement `a-1` does not allow reading `patients`, as `A-1` does."],
  ],
  [{ agreementsRequired: false }, undefined, []],
])("%j, %s", async (terms, agreement, expected) => {
  expect(await inspect(terms, agreement)).toEqual(expected);
});
