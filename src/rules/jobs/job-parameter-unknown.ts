import { countOf } from "../../formats/count-of.ts";
import { didYouMean, listNames, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

/** More of them in one request help nobody. */
const mostTold = 100;

export const jobParameterUnknown = defineRule<{ name: string; dagId: string; known: readonly string[] }>({
  id: "JOB-002",
  name: "job-parameter-unknown",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request gives a parameter that its DAG does not have.",
  why: "Airflow takes any key as the configuration of a run. A misspelt parameter is ignored without a word, and the run uses the default that nobody asked for.",
  message: ({ name, dagId, known }) =>
    `The DAG ${quoteName(dagId)} has no parameter ${quoteName(name)}.${didYouMean(name, known)}`,
  remedy: ({ known }) =>
    known.length === 0 ? "Remove it: the DAG takes no parameters." : `Use one of its parameters: ${listNames(known)}.`,
  bad: { path: "jobs/example.yml", text: jobExample({ parameters: "{ min_aeg: 18 }" }), context: [cohortDag] },
  good: { path: "jobs/example.yml", text: jobExample(), context: [cohortDag] },
  check({ job, catalogue }, report) {
    if (job === null || !("job" in job) || job.job.engine.kind !== "airflow") return;
    const { dagId } = job.job.engine;
    const found = catalogue.find(dagId);
    const names = Object.keys(job.job.parameters);
    if (found.length === 0 || names.length === 0) return;

    const all = new Set(found.flatMap((dag) => dag.params.map((param) => param.name)));
    const known = [...all];
    const unknown = names.filter((name) => !all.has(name));
    if (unknown.length === 0) return;
    if (found.some((dag) => dag.paramsCertainty !== "exact")) {
      report.indeterminate(
        `The parameters of ${quoteName(dagId)} are not all written out in the DAG, so ${listNames(unknown)} cannot be checked before the run.`,
      );
      return;
    }
    if (unknown.length > mostTold)
      report.indeterminate(
        `${countOf(unknown.length - mostTold, "more unknown parameter is", "more unknown parameters are")} not listed.`,
      );
    for (const name of unknown.slice(0, mostTold))
      report(job.document.spanOf(["parameters", name], "key"), { name, dagId, known });
  },
});
