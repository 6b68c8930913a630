import { describe, expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { brief, inspectTexts } from "../../analysis/inspect-texts.ts";

const inspect = (text: string | Uint8Array, path = "jobs/a.yml") => inspectTexts({ files: [{ path, text }] });

test("each problem is a finding on its line", async () => {
  const { findings } = await inspect(jobExample().replace("purpose:", "porpoise:"));
  expect(brief(findings)).toEqual(["JOB-001 6:1 Unknown key `porpoise`. Did you mean `purpose`?"]);
});

test("all keys that are missing are one finding: they have one line", async () => {
  const { findings } = await inspect("version: 1\ntitle: x\n");
  expect(brief(findings)).toEqual(["JOB-001 1:1 `engine`, `outputs` and `purpose` are missing."]);
});

test("a problem belongs to the change, wherever it stands", async () => {
  const text = jobExample().replace(/purpose: .*\n/, "");
  const { findings } = await inspectTexts({ files: [{ path: "jobs/a.yml", text, changedLines: [] }] });
  expect(findings).toMatchObject([{ rule: "JOB-001", isNew: true }]);
});

test("bytes that are no text are told as unread", async () => {
  expect((await inspect(new Uint8Array([0, 1, 2]))).unread).toEqual([
    { path: "jobs/a.yml", reason: "it is a binary file, which cannot be checked" },
  ]);
  expect((await inspect(new Uint8Array([0x61, 0xff]))).unread).toEqual([
    { path: "jobs/a.yml", reason: "it is not UTF-8 text (line 1)" },
  ]);
});

test("only YAML files are job requests", async () => {
  const { findings } = await inspectTexts({ files: [{ path: "jobs/README.md", text: "# Jobs\n", kind: "job" }] });
  expect(findings).toEqual([]);
});

describe("what to do fits the mistake", () => {
  test.each([
    ["counts.csv", "../counts.csv", "Write where the run leaves it, below its own directory, such as `counts.csv`."],
    ["counts.csv", "/etc/counts.csv", "Write where the run leaves it, below its own directory, such as `counts.csv`."],
    ["kind: table", "kind: tables", "Write `table`."],
    ["kind: table", "kind: spreadsheet", "Write one of those."],
    ["max_rows: 500", "max_rows: many", "Write a number there."],
    ["max_rows: 500", "max_rows: 0", "Write a larger number."],
    ["version: 1", "version: 2", "Write `1`."],
    [/title: .*/, "title: 17", "Write it like the example."],
    [/title: .*/, `title: ${"a".repeat(201)}`, "Shorten it."],
    [/purpose: .*/, 'purpose: ""', "Write it like the example."],
    ["purpose:", "resources: { memory: 4G }\npurpose:", "Write it in that form."],
    [
      /engine: .*/,
      "engine: { airflow: { dag_id: a }, dagster: { location: b, job: c } }",
      "Name the one that is to run it, such as `engine: { airflow: { dag_id: acme_cohort } }`.",
    ],
    [
      "version: 1",
      "version: 1\nversion: 1",
      "Mend it there; `countersign check` with this file tells when it is good.",
    ],
    [/expires: .*/, "expires: tomorrow", "Write year, month and day of a date that there is, such as `2026-12-31`."],
    [
      /purpose: .*\n|version: .*\n/g,
      "",
      "Add them, such as `version: 1`, `purpose: Service evaluation of regional uptake`.",
    ],
    ["purpose:", "colour: red\npurpose:", "Remove the key, or write one of those."],
    ["version: 1\n", "", "Add it."],
  ])("%s -> %s", async (part, instead, remedy) => {
    const { findings } = await inspect(jobExample().replace(part, instead));
    expect(findings.filter(({ rule }) => rule === "JOB-001").map((one) => one.remedy)).toEqual([remedy]);
  });

  test("a colon in a text that is not quoted is told as that", async () => {
    const { findings } = await inspect(jobExample().replace(/title: .*/, "title: Cohort: by region"));
    expect(brief(findings)).toEqual([expect.stringContaining("a text with `: ` in it must stand in quotes")]);
  });
});
