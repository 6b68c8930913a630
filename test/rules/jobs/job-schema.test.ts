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
    ["kind: table", "kind: tables", "Change that on this line, and push."],
    ["version: 1", "version: 1\nversion: 1", "Change that on this line, and push."],
    ["purpose:", "expires: tomorrow\npurpose:", "Change that on this line, and push."],
    ["purpose:", "colour: red\npurpose:", "Rename the key, or remove it."],
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
