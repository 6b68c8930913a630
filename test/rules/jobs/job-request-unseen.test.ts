import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

const inspect = async (path: string, text = jobExample()) =>
  (await inspectTexts({ files: [{ path, text }] })).findings
    .filter(({ rule }) => rule === "JOB-017")
    .map(({ message }) => message);

test("by another end of its name", async () => {
  expect(await inspect("jobs/a.yaml")).toEqual(["`jobs/a.yaml` looks like a job request, and is none by its name."]);
  expect(await inspect("jobs/deep/a.YML")).toHaveLength(1);
});

test.each([
  ["jobs/a.yml", jobExample()],
  ["docs/a.yaml", jobExample()],
  ["jobs/a.yaml", "version: 1\ntitle: x\n"],
  ["jobs/README.md", jobExample()],
])("%s is none, or is seen", async (path, text) => {
  expect(await inspect(path, text)).toEqual([]);
});
