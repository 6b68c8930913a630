import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readJobRequest } from "../../src/formats/job-request.ts";
import { expectLinear } from "../support/cost-of.ts";

const good = `version: 1
title: Cohort size by region
engine: { dagster: { location: study, job: cohort_size } }
parameters: { min_age: 18 }
inputs: [ { dataset: patients, version: "2026-10" } ]
outputs: [ { path: counts.csv, kind: table, max_rows: 500 } ]
purpose: Service evaluation of regional uptake
agreement: DPA-2026-014
expires: 2026-12-31
resources: { cpu: 2, memory: 4Gi, timeout: 2h }
`;

function problemsOf(text: string): readonly string[] {
  const reading = readJobRequest(text, "jobs/a.yml");
  return "job" in reading ? [] : reading.problems.map((one) => `${one.line}:${one.column} ${one.message}`);
}

describe("a good job request", () => {
  test("is decoded", () => {
    expect(readJobRequest(good, "jobs/a.yml")).toMatchObject({
      job: {
        title: "Cohort size by region",
        engine: { kind: "dagster", location: "study", job: "cohort_size" },
        parameters: { min_age: 18 },
        inputs: [{ dataset: "patients", version: "2026-10" }],
        outputs: [{ path: "counts.csv", kind: "table", maxRows: 500 }],
        purpose: "Service evaluation of regional uptake",
        agreement: "DPA-2026-014",
        expires: "2026-12-31",
        resources: { cpu: 2, memory: "4Gi", timeout: "2h" },
      },
    });
  });

  test("needs no more than version, title, engine, outputs and purpose", () => {
    const least = `version: 1
title: t
engine: { airflow: { dag_id: acme_cohort } }
outputs: [{ path: a/b.txt, kind: text }]
purpose: p
`;
    expect(readJobRequest(least, "jobs/a.yml")).toMatchObject({
      job: {
        engine: { kind: "airflow", dagId: "acme_cohort" },
        parameters: {},
        inputs: [],
        outputs: [{ path: "a/b.txt", kind: "text", maxRows: null }],
        agreement: null,
        expires: null,
        resources: { cpu: null, memory: null, timeout: null },
      },
    });
  });

  test.each(["\\u200b", "DPA-\\u202e2026", "-", "x\\u0000"])("names no agreement that cannot be read: %s", (name) => {
    expect(problemsOf(good.replace("DPA-2026-014", `"${name}"`))).toEqual([
      expect.stringMatching(/^8:12 `agreement` must be readable/),
    ]);
  });

  test.each([
    ["CRLF", good.replaceAll("\n", "\r\n")],
    ["a byte-order mark", `\uFEFF${good}`],
    ["comments and an end mark", `# why\n---\n${good}...\n`],
    ["few aliases", good.replace("patients,", "&p patients,").replace("title: Cohort", "title: &t Cohort")],
  ])("may have %s", (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe("everything that is wrong is told at once, each on its line", () => {
  test("misspelt keys, kinds, dates, numbers", () => {
    const bad = good
      .replace("title:", "titel:")
      .replace("dagster", "dagstar")
      .replace("2026-12-31", "2026-02-30")
      .replace("max_rows: 500", "maxrows: 0")
      .replace("cpu: 2", "cpu: two")
      .replace("kind: table", "kind: tabel");
    expect(problemsOf(bad)).toEqual([
      "2:1 Unknown key `titel`. Did you mean `title`?",
      "3:9 `engine` must name exactly one of `airflow` and `dagster`.",
      "3:11 Unknown key `dagstar` in `engine`. Did you mean `dagster`?",
      "6:38 `outputs[0].kind` must be one of `table`, `figure`, `text` and `model`, not `tabel`. Did you mean `table`?",
      "6:45 Unknown key `maxrows` in `outputs[0]`. Did you mean `max_rows`?",
      "9:10 `expires` must be a date such as `2026-12-31`.",
      "10:19 `resources.cpu` must be a number, not text.",
    ]);
  });

  test("a key that is misspelt is not missing as well; another one that is missing is", () => {
    const text = good.replace("title:", "titel:");
    expect(problemsOf(text)).toEqual(["2:1 Unknown key `titel`. Did you mean `title`?"]);
    expect(problemsOf(text.replace(/purpose:.*/, ""))).toEqual([
      "1:1 `purpose` is missing. For example: `purpose: Service evaluation of regional uptake`.",
      "2:1 Unknown key `titel`. Did you mean `title`?",
    ]);
  });

  test("keys that are missing in one map are one problem, since they have one place", () => {
    expect(problemsOf("version: 1")).toEqual(["1:1 `title`, `engine`, `outputs` and `purpose` are missing."]);
    expect(problemsOf(good.replace("path: counts.csv, kind: table, ", "").replace(/purpose: .*\n/, ""))).toEqual([
      "1:1 `purpose` is missing. For example: `purpose: Service evaluation of regional uptake`.",
      "6:12 `outputs[0].path` and `outputs[0].kind` are missing.",
    ]);
  });

  test("each entry of a list that lacks a key is told on its own line", () => {
    const entries = "outputs:\n  - kind: table\n  - path: b.csv\n  - path: c.csv\n    kind: table\n";
    expect(problemsOf(good.replace(/outputs: .*\n/, entries))).toEqual([
      "7:5 `outputs[0].path` is missing.",
      "8:5 `outputs[1].kind` is missing.",
    ]);
  });

  test.each([
    [
      "a bare number for a memory",
      good.replace("4Gi", "4"),
      /^10:30 `resources\.memory` must be such as `512Mi` or `4Gi`\.$/,
    ],
    [
      "an output that is a name",
      good.replace(/outputs: .*/, "outputs: [counts.csv]"),
      /^6:11 `outputs\[0\]` must be a map, not text\. For example: `\{ path: counts\.csv, kind: table \}`\.$/,
    ],
    [
      "two engines",
      good.replace("engine: {", "engine: { airflow: { dag_id: x },"),
      /exactly one of `airflow` and `dagster`/,
    ],
    ["another version", good.replace("version: 1", "version: 2"), /^1:10 `version` must be `1`\.$/],
    ["an empty title", good.replace("Cohort size by region", '""'), /`title` must not be empty/],
    ["no outputs", good.replace(/outputs: .*/, "outputs: []"), /`outputs` must not be empty/],
    ["a path out of the run's directory", good.replace("counts.csv", "../x.csv"), /`\.\.\/x\.csv` has `\.\.`/],
    ["an absolute path", good.replace("counts.csv", "/etc/x"), /is absolute/],
    ["a Windows path", good.replace("counts.csv", "C:/x"), /is absolute/],
    ["a backslash", good.replace("counts.csv", "a\\b"), /has a backslash/],
    ["no rows", good.replace("500", "0"), /`outputs\[0\]\.max_rows` must be more than 0/],
    ["half a row", good.replace("500", "1.5"), /must be a whole number/],
    ["a memory without unit", good.replace("4Gi", "4"), /resources\.memory/],
    ["a parameter that is not a number", good.replace("18", ".nan"), /plain data/],
    ["binary parameters", good.replace("18", "!!binary aGk="), /plain data/],
    ["an empty file", "", /^1:1 The file is empty, and must be a map\.$/],
    ["a list", "- a", /The file must be a map, not a list/],
    ["prose", "please run this", /The file must be a map, not text/],
  ])("%s", (_, text, message) => {
    expect(problemsOf(text).join("\n")).toMatch(message);
  });

  test("the same output twice", () => {
    const twice = good.replace("max_rows: 500 }", "max_rows: 500 }, { path: counts.csv, kind: text }");
    expect(problemsOf(twice)).toEqual([expect.stringMatching(/^6:\d+ The output `counts\.csv` is declared twice\.$/)]);
  });
});

describe("what cannot be read is one clear problem", () => {
  const bomb = [
    "a0: &a0 [x, x, x, x, x, x, x, x, x]",
    ..."123456789".split("").map(
      (n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(`*a${Number(n) - 1}`)
          .join(", ")}]`,
    ),
  ].join("\n");

  test.each([
    ["a tab", "\tversion: 1", /^1:1 The file is not YAML: a tab is used for indentation/],
    ["an open bracket", "version: [1", /^1:\d+ The file is not YAML: /],
    ["5 MB", "x".repeat(5 * 1024 * 1024), /^1:1 The file has 5\.0 MB; at most 1 MB is read\.$/],
    ["an alias bomb", bomb, /^1:1 The file uses so many aliases/],
    ["an alias without anchor", "version: *x", /^1:10 The alias `\*x` names no anchor\.$/],
    ["300 maps in each other", `${good}x: ${"{a: ".repeat(300)}1${"}".repeat(300)}\n`, /nested too deeply/],
    ["10,000 brackets", "[".repeat(10_000), /nested too deeply/],
    ["two documents", `${good}---\n${good}`, /several YAML documents/],
  ])("%s", (_, text, message) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(message)]);
  });

  test("duplicate keys are all told", () => {
    expect(problemsOf("version: 1\nversion: 1\ntitle: x\ntitle: y")).toEqual([
      "2:1 The key `version` is set twice.",
      "4:1 The key `title` is set twice.",
    ]);
  });

  test("a name that would break a line, or Markdown, is shown escaped", () => {
    expect(problemsOf('"a`\\nb\\e[31m": 1').join("\n")).toContain("Unknown key `a'\\u{a}b\\u{1b}[31m`");
  });

  test("60,000 unknown keys are told in part, and in linear time", async () => {
    await expectLinear(7_500, (size) => {
      const keys = Array.from({ length: size }, (_, index) => `k${index}: 1`).join("\n");
      expect(problemsOf(keys).length).toBeLessThan(100);
    });
  });
});

describe("docs/job-requests.md", () => {
  const page = readFileSync(new URL("../../docs/job-requests.md", import.meta.url), "utf8");

  test("its example is a good job request", () => {
    expect(problemsOf(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "")).toEqual([]);
  });

  test("its table names every key, and no other", () => {
    const named = [...page.matchAll(/^\| `(\w+)` \| (required)?/gm)].map(([, key, required]) =>
      `${key} ${required ?? ""}`.trim(),
    );
    const all =
      problemsOf("nonsense: 1")
        .find((one) => one.includes("Unknown key"))
        ?.match(/`(\w+)`/g) ?? [];
    expect(named.map((one) => one.split(" ")[0])).toEqual(all.slice(1).map((one) => one.slice(1, -1)));
    const required = [...(problemsOf("{}")[0]?.matchAll(/`(\w+)`/g) ?? [])].map(([, key]) => key);
    expect(named.filter((one) => one.endsWith(" required")).map((one) => one.split(" ")[0])).toEqual(required);
  });
});
