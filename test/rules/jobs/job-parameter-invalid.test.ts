import { describe, expect, test } from "vitest";
import { toldOfParams } from "./inspect-jobs.ts";

const inspect = (parameters: string, params: string) => toldOfParams("JOB-005", parameters, params);

describe("what a Param refuses", () => {
  test.each([
    ["{ a: x }", '{"a": Param(1, type="integer")}', "4:18 `a` must be a whole number."],
    ["{ a: 17 }", '{"a": Param(18, type="integer", minimum=18, maximum=1_00)}', "4:18 `a` must be at least 18."],
    ["{ a: 1 }", '{"a": Param(-1.5, exclusiveMaximum=-1.5)}', "4:18 `a` must be less than -1.5."],
    ["{ a: west }", '{"a": Param("n", enum=["north", "s" "outh"])}', "4:18 `a` must be one of `north` and `south`."],
    ["{ a: null }", '{"a": Param("n", type="string")}', "4:18 `a` must be text."],
    ["{ a: 2026-13-01 }", '{"a": Param(None, type=["null", "string"], format="date")}', "4:18 `a` must be a date."],
    ["{ a: [1, x] }", '{"a": Param([], type="array", items={"type": "number"})}', "4:22 `a.1` must be a number."],
    ["{ a: other }", '{"a": Param("table", const=KIND)}', "4:18 `a` must be `table`."],
    ["{ a: toolong }", '{"a": Param("", maxLength=3)}', "4:18 `a` must NOT have more than 3 characters."],
  ])("%s of %s", async (parameters, params, expected) => {
    expect(await inspect(parameters, params)).toEqual({ told: [expected], open: [] });
  });
});

describe("what it takes", () => {
  test.each([
    ["{ a: 18 }", '{"a": Param(1, type="integer", title="A", description="x")}'],
    ["{ a: anything }", '{"a": 18}'], // a plain default has no schema
    ["{ a: x }", '{"a": Param(1, type="integer", minimum=LIMIT)}'], // not constant
    ["{ a: x }", '{"a": Param(1, **more)}'],
    ["{ a: x }", '{"a": Param(1, schema={"type": "integer"})}'],
    ["{ a: null }", '{"a": Param(None, type=["null", "integer"])}'],
    ["{ a: x@y }", '{"a": Param("", format="email")}'],
  ])("%s of %s", async (parameters, params) => {
    expect(await inspect(parameters, params)).toEqual({ told: [], open: [] });
  });
});

test("a schema that cannot be used leaves it open", async () => {
  expect(await inspect("{ a: x }", '{"a": Param("", pattern="(?=x)")}')).toEqual({
    told: [],
    open: ["The schema of the parameter `a` has a pattern that RE2 does not take."],
  });
});

test("a value in a list is found by its place, and the remedy names the DAG", async () => {
  const { inspectTexts } = await import("../../analysis/inspect-texts.ts");
  const { jobExample } = await import("../../../src/rules/jobs/job-example.ts");
  const { dagWith } = await import("./inspect-jobs.ts");
  const { findings } = await inspectTexts({
    files: [{ path: "jobs/a.yml", text: jobExample({ parameters: "{ a: x }" }) }],
    context: [dagWith('{"a": Param(1, type="integer")}')],
  });
  expect(findings.map(({ remedy }) => remedy)).toEqual([
    "Give it a value that the DAG `acme_cohort` takes, as `dags/a.py:5` says.",
  ]);
});
