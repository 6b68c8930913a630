import { expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { brief, inspectTexts } from "../../analysis/inspect-texts.ts";

const head = "from airflow.sdk import DAG, Param, dag\n";
const inspect = (parameters: string, dagText: string) =>
  inspectTexts({
    files: [{ path: "jobs/a.yml", text: jobExample({ parameters }) }],
    context: [{ path: "dags/a.py", text: head + dagText }],
  });

test("names the one that was meant, and those that there are", async () => {
  const { findings } = await inspect(
    "{ min_aeg: 1, region: x }",
    'with DAG("acme_cohort", params={"min_age": 1, "region": "n"}): ...\n',
  );
  expect(brief(findings)).toEqual([
    "JOB-002 4:15 The DAG `acme_cohort` has no parameter `min_aeg`. Did you mean `min_age`?",
  ]);
  expect(findings[0]?.remedy).toBe("Use one of its parameters: `min_age` and `region`.");
});

test("a DAG without parameters takes none", async () => {
  const { findings } = await inspect("{ x: 1 }", 'with DAG("acme_cohort"): ...\n');
  expect(findings.map(({ remedy }) => remedy)).toEqual(["Remove it: the DAG takes no parameters."]);
});

test("arguments of a decorated function are parameters", async () => {
  const { findings } = await inspect("{ min_age: 1 }", "@dag\ndef acme_cohort(min_age=1): ...\nacme_cohort()\n");
  expect(findings).toEqual([]);
});

test("parameters that are not written out are no error", async () => {
  const { findings, indeterminate } = await inspect("{ x: 1 }", 'with DAG("acme_cohort", params=PARAMS): ...\n');
  expect(findings).toEqual([]);
  expect(indeterminate).toMatchObject([{ rule: "JOB-002", path: "jobs/a.yml" }]);
});

test("a parameter named like something of JavaScript's is unknown too", async () => {
  const { findings } = await inspect(
    "{ constructor: 1, toString: 2 }",
    'with DAG("acme_cohort", params={"a": 1}): ...\n',
  );
  expect(findings).toHaveLength(2);
});

test("`__proto__`, which would be lost on the way, is refused", async () => {
  const { findings } = await inspect("{ __proto__: 2 }", 'with DAG("acme_cohort"): ...\n');
  expect(brief(findings)).toEqual(["JOB-001 4:15 A key must not be named `__proto__`."]);
});

test("of very many a hundred are told, and that there are more", async () => {
  const parameters = `{ ${Array.from({ length: 103 }, (_, at) => `x${at}: 1`).join(", ")} }`;
  const { findings, indeterminate } = await inspect(parameters, 'with DAG("acme_cohort"): ...\n');
  expect(findings).toHaveLength(100);
  expect(indeterminate).toMatchObject([{ rule: "JOB-002", reason: "3 more unknown parameters are not listed." }]);
});
