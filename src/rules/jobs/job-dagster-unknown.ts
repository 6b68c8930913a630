import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { findRequestedJob } from "./dagster-job.ts";
import { cohortLocation, jobExample } from "./job-example.ts";

export const jobDagsterUnknown = defineRule<{ name: string; known: readonly string[] }>({
  id: "JOB-020",
  name: "job-dagster-unknown",
  severity: "error",
  confidence: "medium",
  about: "job",
  reach: "file",
  summary: "A job request names a job of Dagster that no code location of the repository has.",
  why: "A run that is approved for a job that is not there can never start, and a job of that name that comes later would be run under an approval that was given without it.",
  message: ({ name, known }) =>
    `No code location of this repository has the job ${quoteName(name)}.${didYouMean(name, known)}`,
  remedy: () => "Name a job that is on the branch, or add the job to the `Definitions` in this change.",
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ engine: "{ dagster: { location: study, job: cohrot_size } }" }),
    context: [cohortLocation],
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ engine: "{ dagster: { location: study, job: cohort_size } }" }),
    context: [cohortLocation],
  },
  check(subject, report) {
    const wanted = findRequestedJob(subject);
    if (wanted === null || wanted.found.length > 0) return;
    const { name, document } = wanted;
    const { jobs, listJobs } = subject.catalogue;
    if (jobs.certainty !== "exact") {
      report.indeterminate(
        `Whether a job ${quoteName(name)} exists cannot be known before deploy: ${jobs.reason ?? "not all jobs are written out"}.`,
      );
      return;
    }
    report(document.spanOf(["engine", "dagster", "job"]), { name, known: listJobs() });
  },
});
