import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

export const jobDagUnknown = defineRule<{ dagId: string; known: readonly string[]; owner: string | null }>({
  id: "JOB-003",
  name: "job-dag-unknown",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request names a DAG that the repository does not have.",
  why: "A run that is approved for a DAG that is not there can never start, and a DAG of that name that comes later would be run under an approval that was given without it.",
  message: ({ dagId, known, owner }) =>
    owner === null
      ? `No DAG of this repository has the dag_id ${quoteName(dagId)}.${didYouMean(dagId, known)}`
      : `The DAG ${quoteName(dagId)} belongs to ${quoteName(owner)}, and not to this repository.`,
  remedy: ({ owner }) =>
    owner === null
      ? "Name a DAG that is on the branch, or add the DAG in this change."
      : "Ask for the run there, where its code is approved.",
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ engine: "{ airflow: { dag_id: acme_cohrot } }" }),
    context: [cohortDag],
  },
  good: { path: "jobs/example.yml", text: jobExample(), context: [cohortDag] },
  check({ job, catalogue, inventory, repository }, report) {
    if (job === null || !("job" in job) || job.job.engine.kind !== "airflow") return;
    const { dagId } = job.job.engine;
    if (catalogue.find(dagId).length > 0) return;
    const elsewhere = inventory?.dags.find((one) => one.dagId === dagId && one.state === "live") ?? null;
    const owner = elsewhere === null || elsewhere.repository === repository ? null : elsewhere.repository;
    if (owner === null && catalogue.certainty !== "exact") {
      report.indeterminate(
        `Whether a DAG ${quoteName(dagId)} exists cannot be known before deploy: ${catalogue.reason ?? "not all DAGs are written out"}.`,
      );
      return;
    }
    const known = owner === null ? catalogue.listIds() : [];
    report(job.document.spanOf(["engine", "airflow", "dag_id"]), { dagId, known, owner });
  },
});
