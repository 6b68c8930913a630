import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import { dagsElsewhere } from "../dags-elsewhere.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

export const jobDagUnknown = defineRepositoryRule<{ dagId: string; known: readonly string[]; owner: string | null }>({
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
  checkAll(subject, report) {
    const { catalogue, jobs } = subject;
    for (const { path, dag } of jobs) {
      if (dag === null || catalogue.find(dag.dagId).length > 0) continue;
      const { dagId, span } = dag;
      const owner = dagsElsewhere(subject, dagId).find(({ state }) => state === "live")?.repository ?? null;
      if (owner === null && catalogue.certainty !== "exact") {
        report.indeterminate(
          path,
          `Whether a DAG ${quoteName(dagId)} exists cannot be known before deploy: ${catalogue.reason ?? "not all DAGs are written out"}.`,
        );
        continue;
      }
      const known = owner === null ? catalogue.listIds() : [];
      report(path, span, { dagId, known, owner });
    }
  },
});
