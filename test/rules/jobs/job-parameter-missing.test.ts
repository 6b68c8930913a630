import { expect, test } from "vitest";
import { toldOfParams } from "./inspect-jobs.ts";

const inspect = (parameters: string, params: string) => toldOfParams("JOB-006", parameters, params);

test.each([
  ['{"a": Param(type="string")}', "which has no default."],
  ['{"a": Param(description="x")}', "which has no default."],
  ['{"a": Param(None, type="string")}', "whose default is not a value that it takes."],
  ['{"a": Param(default=5, type="integer", minimum=18)}', "whose default is not a value that it takes."],
])("%s", async (params, why) => {
  expect(await inspect("{}", params)).toEqual({
    told: [`4:1 The DAG \`acme_cohort\` needs the parameter \`a\`, ${why}`],
    open: [],
  });
  expect(await inspect("{ a: x }", params)).toEqual({ told: [], open: [] });
});

test.each([
  '{"a": Param("x", type="string")}',
  '{"a": None}',
  '{"a": Param(None, type=["null", "string"])}',
  '{"a": Param(LIMIT, type="string")}',
  '{"a": Param(**more)}',
  "PARAMS",
])("%s needs nothing, or is not known", async (params) => {
  expect(await inspect("{}", params)).toEqual({ told: [], open: [] });
});
