import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import type { ChangeFacts } from "../../../src/rules/subject.ts";
import { knownOf } from "../known-of.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const ada = { id: 1, login: "ada" };
const eve = { id: 4, login: "eve" };
const inspect = async (change: Partial<ChangeFacts>) =>
  (await toldOfJob("JOB-018", jobExample(), { known: knownOf({ change: { author: ada, ...change } }) })).told;

test.each([
  [{ commitAuthors: [eve, eve] }, "1:1 `ada` asks for this run, and every commit is by `eve`."],
  [{ isBot: true, commitAuthors: [ada] }, "1:1 `ada`, which is no person, asks for this run."],
])("%j", async (change, expected) => {
  expect(await inspect(change)).toEqual([expected]);
});

test.each([{ commitAuthors: [ada, eve] }, { commitAuthors: [{ id: 1, login: "renamed" }] }, { commitAuthors: [] }, {}])(
  "%j is good, or not known",
  async (change) => {
    expect(await inspect(change)).toEqual([]);
  },
);

test("outside of a change nobody asks", async () => {
  expect((await toldOfJob("JOB-018", jobExample())).told).toEqual([]);
});
