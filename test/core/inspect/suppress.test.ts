import { describe, expect, test } from "vitest";
import { assembleInspection } from "../../../src/core/inspect.ts";
import type { Policy } from "../../../src/domain/policy.ts";
import { rules } from "../../../src/rules/index.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

async function silence(text: string, severities: Policy["rules"] = {}, path = "dags/a.py") {
  const { findings, suppressed = [] } = await inspectTexts({ files: [{ path, text }], severities });
  return {
    told: findings.map(({ rule, span }) => `${rule} ${span.start.line}`),
    silent: suppressed.map(({ rule, span, reason }) => `${rule} ${span.start.line} ${reason}`),
  };
}

describe("a comment with a reason silences what it names on its line", () => {
  test.each([
    ["one", "a = 1\nx = eval(a)  # noqa: S307 -- a constant", { told: [], silent: ["S307 2 a constant"] }],
    [
      "whatever ruff makes of it",
      "a = 1\nx = eval(a)  # noqa: S307 -- ours # noqa",
      { told: [], silent: ["S307 2 ours # noqa"] },
    ],
    [
      "on the last line of a finding",
      'a = 1\nx = f"""\nSELECT x\nFROM {a}\n"""  # noqa: S608 -- ours',
      { told: [], silent: ["S608 2 ours"] },
    ],
    [
      "several, of which one is there",
      "a = 1\nx = eval(a)  # noqa: S608, S307 -- ours",
      { told: [], silent: ["S307 2 ours"] },
    ],
    ["another rule's", "a = 1\nx = eval(a)  # noqa: S608 -- ours", { told: ["S307 2"], silent: [] }],
    ["on another line", "a = 1  # noqa: S307 -- ours\nx = eval(a)", { told: ["S307 2"], silent: [] }],
    ["without a reason", "a = 1\nx = eval(a)  # noqa: S307", { told: ["S307 2", "HYG-090 2"], silent: [] }],
    ["without a rule", "a = 1\nx = eval(a)  # noqa", { told: ["S307 2", "HYG-091 2"], silent: [] }],
    ["of the whole file, for ruff", "# ruff: noqa\na = 1\nx = eval(a)", { told: ["S307 3"], silent: [] }],
    ["of the whole file, for flake8", "# flake8: noqa: S307\na = 1\nx = eval(a)", { told: ["S307 3"], silent: [] }],
    [
      "as a range, for ruff",
      "# ruff: disable[S307]\na = 1\nx = eval(a)\n# ruff: enable[S307]",
      { told: ["S307 3"], silent: [] },
    ],
    ["in a string", 'a = 1\nx = eval("# noqa: S307 -- ours")', { told: ["S307 2"], silent: [] }],
  ])("%s", async (_, text, expected) => {
    expect(await silence(`${text}\n`)).toEqual(expected);
  });

  test("in YAML as well", async () => {
    const text = "version: 2 # noqa: JOB-001 -- of the future\n";
    expect(await silence(text, {}, "jobs/a.yml")).toMatchObject({ silent: expect.arrayContaining([]) });
  });
});

describe("what no comment silences", () => {
  const text = "a = 1\nx = eval(a)  # noqa: S307 -- ours\n";

  test.each<[string, Policy["rules"], boolean]>([
    ["the rule", { S307: { severity: null, options: {}, suppress: "forbid" } }, false],
    ["its group", { S: { severity: null, options: {}, suppress: "forbid" } }, false],
    [
      "all rules, but this",
      {
        ALL: { severity: null, options: {}, suppress: "forbid" },
        S307: { severity: null, options: {}, suppress: "allow" },
      },
      true,
    ],
    ["another group", { SEC: { severity: null, options: {}, suppress: "forbid" } }, true],
  ])("as the policy forbids it for %s", async (_, severities, isSilent) => {
    const { told, silent } = await silence(text, severities);
    expect([told, silent]).toEqual(isSilent ? [[], ["S307 2 ours"]] : [["S307 2"], []]);
  });

  test("that it is no program, or gives no reason", async () => {
    expect((await silence("x = = 1  # noqa: SYN-001 -- it is good\n")).told).toEqual(["SYN-001 1"]);
    expect((await silence("x = 1  # noqa: HYG-091, HYG-090\n")).told).toEqual(["HYG-090 1"]);
  });
});

test("very many comments that are no finding's take no more time than they are long", { timeout: 60_000 }, async () => {
  const span = (line: number) => ({ start: { line, column: 1 }, end: { line, column: 2 } });
  const what = { path: "a.py", confidence: "high", message: "M.", remedy: "R." } as const;
  await expectLinear(2_000, (count) => {
    const lines = Array.from({ length: count }, (_, at) => at + 1);
    const comments = lines.map((line) => ({
      line: count + line,
      span: span(line),
      codes: ["SEC-001"],
      reason: "ours",
    }));
    const { suppressed } = assembleInspection({
      files: new Map([["a.py", { changedLines: lines.map((line) => [2 * line, 2 * line + 1] as const) }]]),
      raw: [
        {
          findings: lines.map((line) => ({ rule: "SEC-001", what: { ...what, span: span(line) } })),
          indeterminate: [],
        },
      ],
      filesInspected: 1,
      unread: [],
      rules,
      severities: {},
      noqa: new Map([["a.py", comments]]),
    });
    expect(suppressed).toBeUndefined();
  });
});
