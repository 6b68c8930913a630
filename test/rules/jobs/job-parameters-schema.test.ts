import { describe, expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { toldOfJob } from "./inspect-jobs.ts";

const dagster = "{ dagster: { location: study, job: cohort_size } }";
const inspect = (parameters: string, schema: unknown, path = "jobs/schemas/cohort_size.json") =>
  toldOfJob("JOB-007", jobExample({ engine: dagster, parameters }), {
    context: [{ path, text: typeof schema === "string" ? schema : JSON.stringify(schema) }],
  });

const schema = {
  required: ["min_age"],
  properties: { min_age: { type: "integer", minimum: 18 }, regions: { items: { pattern: "^[a-z]+$" } } },
  additionalProperties: false,
};

describe("does not match", () => {
  test.each([
    ["{ min_age: 12 }", "4:24 `min_age` must be at least 18."],
    ["{}", "4:13 `parameters` must have `min_age`."],
    ["{ min_age: 18, min_agee: 1 }", "4:28 `min_agee` is not known. Did you mean `min_age`?"],
    ["{ min_age: 18, regions: [a, B] }", '4:41 `regions.1` must match pattern "^[a-z]+$".'],
  ])("%s", async (parameters, expected) => {
    expect(await inspect(parameters, schema)).toEqual({ told: [expected], open: [] });
  });
});

test("matches", async () => {
  expect(await inspect("{ min_age: 18, regions: [a] }", schema)).toEqual({ told: [], open: [] });
});

test("the schema of another job is no matter of this one", async () => {
  expect(await inspect("{}", schema, "jobs/schemas/other.json")).toEqual({ told: [], open: [] });
  expect(await inspect("{}", schema, "schemas/cohort_size.json")).toEqual({ told: [], open: [] });
});

test("a DAG's stands under its dag_id", async () => {
  const { told } = await toldOfJob("JOB-007", jobExample({ parameters: "{ min_age: 12 }" }), {
    context: [{ path: "jobs/schemas/acme_cohort.json", text: JSON.stringify(schema) }],
  });
  expect(told).toEqual(["4:24 `min_age` must be at least 18."]);
});

test.each([
  ["{", "is no JSON"],
  [{ $ref: "https://example.org/a" }, "refers to another document by `$ref`"],
  [`{ "title": "${"x".repeat(70_000)}" }`, "is too large to be read"],
])("a schema that cannot be used leaves it open", async (unusable, why) => {
  expect(await inspect("{}", unusable)).toEqual({
    told: [],
    open: [`The parameters cannot be checked, since \`jobs/schemas/cohort_size.json\` ${why}.`],
  });
});

test("a job by the name of something of JavaScript's has no schema", async () => {
  const engine = "{ dagster: { location: study, job: constructor } }";
  expect(await toldOfJob("JOB-007", jobExample({ engine }))).toEqual({ told: [], open: [] });
});
