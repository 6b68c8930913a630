import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

/** `RULE line` of each finding, `+` before those which are new. */
async function compare(before: string | null, text: string, more: { path?: string; severities?: object } = {}) {
  const path = more.path ?? "dags/a.py";
  const inspection = await inspectTexts({
    files: [{ path, text, before: before === null ? null : { path: "dags/a.py", text: before }, changedLines: [] }],
    severities: {
      ALL: "off",
      S307: { severity: null, options: {} },
      "SYN-001": "error",
      F821: "error",
      ...more.severities,
    } as never,
  });
  return inspection.findings.map(
    ({ rule, span, isNew, counts }) => `${isNew ? "+" : counts ? "!" : ""}${rule} ${span.start.line}`,
  );
}

const one = "x = eval(a)  # the first\n";

describe("a finding was there before", () => {
  test.each([
    ["where it was", one, one, ["S307 1"]],
    ["on another line", `import os\n\n${one}`, `${one}`, ["S307 1"]],
    ["indented otherwise", one, `if True:\n    ${one}`, ["S307 2"]],
    ["with others around it", one, `def f():\n    return 1\n\n\n${one}y = 2\n`, ["S307 5"]],
  ])("%s", async (_, before, after, expected) => {
    const strip = (list: readonly string[]) => list.filter((entry) => entry.includes("S307"));
    expect(strip(await compare(before, after))).toEqual(expected);
  });

  test("in a file that was renamed", async () => {
    expect(await compare(`a = 1\n${one}`, `a = 1\n${one}`, { path: "dags/b.py" })).toEqual(["S307 2"]);
  });
});

describe("a finding is new", () => {
  test.each([
    ["in a new file", null, `a = 1\n${one}`, ["+S307 2"]],
    ["when its line says something else", `a = 1\n${one}`, "a = 1\nx = eval(a + 1)\n", ["+S307 2"]],
    ["when the same stands there more often", `a = 1\n${one}`, `a = 1\n${one}${one}`, ["S307 2", "+S307 3"]],
    [
      "on a line that is as it was, for what changed elsewhere",
      "import os\nos.getcwd()\n",
      "os.getcwd()\n",
      ["+F821 1"],
    ],
    ["when the file could not be read before", `a = [\n${one}`, `a = 1\n${one}`, ["+S307 2"]],
  ])("%s", async (_, before, after, expected) => {
    expect(await compare(before, after)).toEqual(expected);
  });
});

test("of two that say the same, the one on a changed line is new", async () => {
  const { findings } = await inspectTexts({
    files: [
      {
        path: "dags/a.py",
        text: `a = 1\n${one}${one}`,
        before: { path: "dags/a.py", text: `a = 1\n${one}` },
        changedLines: [[2, 3]],
      },
    ],
    severities: { ALL: "off", S307: { severity: null, options: {} } },
  });
  expect(findings.map(({ span, isNew }) => [span.start.line, isNew])).toEqual([
    [2, true],
    [3, false],
  ]);
});

test("what a rule says of the whole file is known by its message", async () => {
  expect(await compare("x = = 1\n", "y = 2\nx = = 1\n")).toEqual(["SYN-001 2"]);
  expect(await compare("x = = 1\n", "x = = 1 + 2\n")).toEqual(["SYN-001 1"]);
});

test("where the policy says so it counts all the same", async () => {
  const severities = { S307: { severity: "error", options: {}, existing: "block" } };
  expect(await compare(`a = 1\n${one}`, `a = 1\n${one}`, { severities })).toEqual(["!S307 2"]);
});

test("a DAG that the change removes was there before: a request for it is refused anew", async () => {
  const job = (title: string) =>
    `version: 1\ntitle: ${title}\nengine: { airflow: { dag_id: a } }\noutputs: [{ path: a.csv, kind: table }]\npurpose: p\n`;
  const removed = [
    {
      path: "dags/a.py",
      kind: "dag",
      content: new TextEncoder().encode('from airflow.sdk import DAG\nd = DAG("a", schedule=None)\n'),
    },
  ];
  const files = [{ path: "jobs/a.yml", text: job("new"), before: { path: "jobs/a.yml", text: job("old") } }];
  const context = [{ path: "dags/b.py", text: "# no DAG\n" }];
  const { findings } = await inspectTexts({ files, context, removed });
  expect(findings.filter(({ rule }) => rule === "JOB-003").map(({ isNew }) => isNew)).toEqual([true]);
  const still = await inspectTexts({ files, context });
  expect(still.findings.filter(({ rule }) => rule === "JOB-003").map(({ isNew }) => isNew)).toEqual([false]);
});
