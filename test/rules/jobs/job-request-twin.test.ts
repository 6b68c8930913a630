import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { inspectTexts, type TextFile } from "../../analysis/inspect-texts.ts";

const inspect = async (files: readonly TextFile[], context: readonly TextFile[] = []) => {
  const { findings } = await inspectTexts({ files, context });
  return findings
    .filter(({ rule }) => rule === "JOB-016")
    .map(({ path, message, confidence }) => `${path} ${confidence} ${message}`);
};
const job = (name: string, text = jobExample()) => ({ path: `jobs/${name}.yml`, text });

test("two of one change: the second is told", async () => {
  expect(await inspect([job("a"), job("b")])).toEqual(["jobs/b.yml high This request is the same as `jobs/a.yml`."]);
});

test("one that is on the branch, of which a run may be wanted again", async () => {
  expect(await inspect([job("a")], [job("z")])).toEqual([
    "jobs/a.yml medium This request is the same as `jobs/z.yml`.",
  ]);
});

test("another text, another kind, or two that nobody asked about", async () => {
  expect(await inspect([job("a"), job("b", jobExample({ parameters: "{}" }))])).toEqual([]);
  expect(await inspect([job("a"), { path: "notes/a.yml", text: jobExample() }])).toEqual([]);
  expect(await inspect([job("a", jobExample({ parameters: "{}" }))], [job("y"), job("z")])).toEqual([]);
});
