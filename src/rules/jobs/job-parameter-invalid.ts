import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { findRequestedDag, listGiven } from "./airflow-dag.ts";
import { cohortDag, jobExample } from "./job-example.ts";

export const jobParameterInvalid = defineRule<{ name: string; dagId: string; must: string; place: string }>({
  id: "JOB-005",
  name: "job-parameter-invalid",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request gives a parameter a value that its DAG refuses.",
  why: "Airflow compares each parameter with the JSON Schema of its `Param` when the run is made, and refuses the run. By then the request was approved, for nothing.",
  message: ({ name, must }) => `${quoteName(name)} ${must}`,
  remedy: ({ place, dagId }) => `Give it a value that the DAG ${quoteName(dagId)} takes, as ${quoteName(place)} says.`,
  bad: { path: "jobs/example.yml", text: jobExample({ parameters: "{ min_age: eighteen }" }), context: [cohortDag] },
  good: { path: "jobs/example.yml", text: jobExample({ parameters: "{ min_age: 21 }" }), context: [cohortDag] },
  check(subject, report) {
    const found = findRequestedDag(subject);
    if (found === null || subject.compileSchema === null) return;
    const { request, document, dag, dagId } = found;
    const place = `${dag.path}:${dag.idSpan.start.line}`;
    for (const { param, value } of listGiven(request, dag)) {
      if (param.schema === undefined) continue;
      const compiled = subject.compileSchema(param.schema);
      if ("objection" in compiled) {
        report.indeterminate(`The schema of the parameter ${quoteName(param.name)} ${compiled.objection}.`);
        continue;
      }
      for (const { at, isKey, must } of compiled.validate(value)) {
        const path = ["parameters", param.name, ...at];
        const name = [param.name, ...at].join(".");
        report(document.spanOf(path, isKey ? "key" : "value"), { name, dagId, must, place });
      }
    }
  },
});
