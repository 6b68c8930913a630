import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inspect = async (output: string) => (await toldOfJob("JOB-015", jobExample({ outputs: `[{ ${output} }]` }))).told;

test.each([
  [
    "path: a.parquet, kind: table",
    "5:19 The output `a.parquet` is a table, and its name is not that of comma-separated text.",
  ],
  ["path: a.png, kind: figure, max_rows: 5", "5:50 The output `a.png` has `max_rows`, and is no table."],
])("%s", async (output, expected) => {
  expect(await inspect(output)).toEqual([expected]);
});

test.each(["path: a.csv, kind: table, max_rows: 5", "path: a, kind: table", "path: a.png, kind: figure"])(
  "%s is good",
  async (output) => {
    expect(await inspect(output)).toEqual([]);
  },
);

test.each([
  [
    "path: a.parquet, kind: table",
    "Write it as CSV and name it so, such as `counts.csv`, or give it the kind that it has.",
  ],
  ["path: a.png, kind: figure, max_rows: 5", "Remove `max_rows`, or give it the kind `table`."],
])("what to do about %s", async (output, remedy) => {
  const text = jobExample({ outputs: `[{ ${output} }]` });
  const { findings } = await inspectTexts({ files: [{ path: "jobs/a.yml", text }] });
  expect(findings.filter(({ rule }) => rule === "JOB-015").map((one) => one.remedy)).toEqual([remedy]);
});
