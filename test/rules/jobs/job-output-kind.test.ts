import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const inspect = async (output: string) => (await toldOfJob("JOB-015", jobExample({ outputs: `[{ ${output} }]` }))).told;

test.each([
  [
    "path: a.parquet, kind: table",
    "5:11 The output `a.parquet` is a table, and its name is not that of comma-separated text.",
  ],
  ["path: a.png, kind: figure, max_rows: 5", "5:11 The output `a.png` has `max_rows`, and is no table."],
])("%s", async (output, expected) => {
  expect(await inspect(output)).toEqual([expected]);
});

test.each(["path: a.csv, kind: table, max_rows: 5", "path: a, kind: table", "path: a.png, kind: figure"])(
  "%s is good",
  async (output) => {
    expect(await inspect(output)).toEqual([]);
  },
);
