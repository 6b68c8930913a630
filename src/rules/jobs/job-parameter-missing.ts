import { quoteName } from "../../formats/did-you-mean.ts";
import type { DagParam } from "../../python/dag-model.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import { findRequestedDag } from "./airflow-dag.ts";
import { jobExample } from "./job-example.ts";

const dag = {
  path: "dags/cohort.py",
  text: `
    from airflow.sdk import DAG, Param

    with DAG("acme_cohort", params={"min_age": Param(18, type="integer"), "region": Param(type="string")}):
        pass
  `,
};

export const jobParameterMissing = defineRule<{ name: string; dagId: string; isNone: boolean }>({
  id: "JOB-006",
  name: "job-parameter-missing",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request leaves out a parameter without which its DAG does not run.",
  why: "A `Param` without a default, or with one that its own schema refuses, must be given with each run: Airflow refuses the run otherwise, after it was approved.",
  message: ({ name, dagId, isNone }) =>
    isNone
      ? `The DAG ${quoteName(dagId)} needs the parameter ${quoteName(name)}, which has no default.`
      : `The DAG ${quoteName(dagId)} needs the parameter ${quoteName(name)}, whose default is not a value that it takes.`,
  remedy: ({ name }) => `Add ${quoteName(name)} to \`parameters\`.`,
  bad: { path: "jobs/example.yml", text: jobExample(), context: [dag] },
  good: { path: "jobs/example.yml", text: jobExample({ parameters: "{ region: north }" }), context: [dag] },
  check(subject, report) {
    const found = findRequestedDag(subject);
    if (found === null) return;
    const { request, document, dag: wanted, dagId } = found;
    for (const param of wanted.params) {
      if (Object.hasOwn(request.parameters, param.name) || !isNeeded(param, subject)) continue;
      report(document.spanOf(["parameters"], "key"), { name: param.name, dagId, isNone: param.default === "none" });
    }
  },
});

function isNeeded(
  { schema, default: given }: DagParam,
  { compileSchema }: Pick<FileSubject, "compileSchema">,
): boolean {
  if (given === "none") return true;
  if (given === undefined || schema === undefined || compileSchema === null) return false;
  const compiled = compileSchema(schema);
  return "validate" in compiled && compiled.validate(given.value).length > 0;
}
