import { describe, expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { brief, inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const job = { path: "jobs/a.yml", text: jobExample({ parameters: "{}" }) };
const dag = (text: string) => ({ path: "dags/a.py", text: `from airflow.sdk import DAG, dag\n${text}` });
const inspect = (more: Partial<TextsToInspect>) => inspectTexts({ files: [job], ...more });

test("found in the context, or in the change itself", async () => {
  const good = dag('with DAG("acme_cohort"): ...\n');
  expect(await inspect({ context: [good] })).toMatchObject({ findings: [], indeterminate: [] });
  const { findings, indeterminate } = await inspect({ files: [job, good] });
  expect(indeterminate).toEqual([]);
  expect(findings.filter(({ path }) => path === job.path)).toEqual([]);
});

test("not found where all DAGs are known", async () => {
  const { findings } = await inspect({ context: [dag('with DAG("acme_cohrot"): ...\n')] });
  expect(brief(findings)).toEqual([
    "JOB-003 3:30 No DAG of this repository has the dag_id `acme_cohort`. Did you mean `acme_cohrot`?",
  ]);
});

test("a DAG that is never called is not there", async () => {
  const { findings } = await inspect({ context: [dag("@dag\ndef acme_cohort(): ...\n")] });
  expect(findings).toMatchObject([{ rule: "JOB-003" }]);
});

describe("cannot be known", () => {
  test.each([
    ["where a DAG's id is not a constant", { context: [dag("with DAG(x): ...\n")] }],
    ["where a DAG file has a syntax error", { context: [dag("with DAG(:\n")] }],
    ["where not all DAG files were given", { context: [dag('with DAG("b"): ...\n')], isContextComplete: false }],
    ["where no DAG file was given", {}],
  ])("%s", async (_, more) => {
    const { findings, indeterminate } = await inspect(more);
    expect(findings).toEqual([]);
    expect(indeterminate).toMatchObject([
      { rule: "JOB-003", path: "jobs/a.yml", reason: expect.stringMatching(/`acme_cohort`/) },
    ]);
  });
});

test("a job for Dagster is not looked up among DAGs", async () => {
  const text = jobExample({ engine: "{ dagster: { location: study, job: cohort } }" });
  const { findings, indeterminate } = await inspect({ files: [{ path: "jobs/a.yml", text }] });
  expect([...findings, ...indeterminate].filter(({ rule }) => rule === "JOB-003")).toEqual([]);
});

describe("one that is live on the node", () => {
  const live = (repository: string) =>
    ({ dagId: "acme_cohort", repository, path: "a.py", state: "live", change: null }) as const;
  const known = (owner: string) => knownOf({ inventory: { dags: [live(owner)] }, repository: "acme/study" });

  test("of another repository: that one is named, even where not all DAGs of this one are known", async () => {
    for (const isContextComplete of [true, false]) {
      const { findings } = await inspect({ known: known("acme/other"), isContextComplete });
      expect(brief(findings)).toEqual([
        "JOB-003 3:30 The DAG `acme_cohort` belongs to `acme/other`, and not to this repository.",
      ]);
    }
  });

  test("of this repository, which this change takes away", async () => {
    const { findings } = await inspect({ known: known("acme/study"), context: [dag('with DAG("b"): ...\n')] });
    expect(brief(findings)).toEqual(["JOB-003 3:30 No DAG of this repository has the dag_id `acme_cohort`."]);
  });
});
