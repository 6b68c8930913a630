import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import type { OpenRequest } from "../../../src/rules/subject.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const told = async (openRequests: readonly OpenRequest[] | null) => {
  const text = jobExample();
  return (await toldOfJob("JOB-024", text, { known: { openRequests } })).told;
};
const other = { path: "jobs/a.yml", change: 12, otherPath: "jobs/b.yml", isEqual: true };

test("a request that is equal, and one at the same path", async () => {
  expect(await told([other])).toEqual(["1:1 The open change 12 asks for the same, in `jobs/b.yml`."]);
  expect(await told([{ ...other, otherPath: "jobs/a.yml", isEqual: false }])).toEqual([
    "1:1 The open change 12 brings another request at the same path, `jobs/a.yml`.",
  ]);
});

test.each([[[]], [null]])("nothing of %j", async (openRequests) => {
  expect(await told(openRequests)).toEqual([]);
});

test("it is new, whatever the request was before", async () => {
  const text = jobExample();
  const { findings } = await inspectTexts({
    files: [{ path: "jobs/a.yml", text, before: { path: "jobs/a.yml", text: `${text}# edited\n` } }],
    known: { openRequests: [other] },
  });
  expect(findings.filter(({ rule }) => rule === "JOB-024").map(({ isNew }) => isNew)).toEqual([true]);
});
