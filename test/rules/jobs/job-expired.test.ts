import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { brief, inspectTexts } from "../../analysis/inspect-texts.ts";

const inspect = (expires: string) =>
  inspectTexts({ files: [{ path: "jobs/a.yml", text: jobExample({ expires }) }], today: "2026-11-20" });

test.each([
  ["2026-11-19", ["JOB-004 7:10 This job request expired on 2026-11-19, and today is 2026-11-20 (UTC)."]],
  ["2026-11-20", []],
  ["2026-11-21", []],
])("%s", async (expires, expected) => {
  expect(brief((await inspect(expires)).findings)).toEqual(expected);
});
