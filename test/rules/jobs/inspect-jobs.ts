import { expect } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { brief, inspectTexts, type TextFile, type TextsToInspect } from "../../analysis/inspect-texts.ts";

/** What one rule says of one job request, as `line:column message`, and what it leaves open. */
export async function toldOfJob(rule: string, text: string, more: Partial<TextsToInspect> = {}) {
  const { findings, indeterminate, unread } = await inspectTexts({ files: [{ path: "jobs/a.yml", text }], ...more });
  expect(unread).toEqual([]);
  return {
    told: brief(findings.filter((one) => one.rule === rule)).map((line) => line.slice(rule.length + 1)),
    open: indeterminate.filter((one) => one.rule === rule).map(({ reason }) => reason),
  };
}

/** A request for a DAG that has these `params`, as Python source. */
export async function toldOfParams(rule: string, parameters: string, params: string) {
  return toldOfJob(rule, jobExample({ parameters }), { context: [dagWith(params)] });
}

export function dagWith(params: string): TextFile {
  return {
    path: "dags/a.py",
    text: `from airflow.sdk import DAG, Param\nLIMIT = unknown()\nKIND = "table"\n\nwith DAG("acme_cohort", params=${params}): ...\n`,
  };
}
