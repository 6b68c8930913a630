import { expect, test } from "vitest";
import { jobExample, patients } from "../../../src/rules/jobs/job-example.ts";
import { knownOf } from "../known-of.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inspect = (inputs: string, known = knownOf({ node: { datasets: [patients] } })) =>
  toldOfJob("JOB-009", jobExample({ inputs }), { known });

test("one that the catalogue does not have, with the one that was meant", async () => {
  expect((await inspect("[{ dataset: patients }, { dataset: pateints }]")).told).toEqual([
    "5:44 The node has no dataset `pateints`. Did you mean `patients`?",
  ]);
});

test.each([
  ["one that it has", "[{ dataset: patients }]", undefined],
  ["where the node is not known", "[{ dataset: x }]", knownOf()],
  ["where the node has no catalogue", "[{ dataset: x }]", knownOf({ node: {} })],
])("%s", async (_, inputs, known) => {
  expect(await inspect(inputs, known)).toEqual({ told: [], open: [] });
});
