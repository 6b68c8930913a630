import { spanOfProblem } from "../../formats/format-problem.ts";
import { defineRule } from "../define-rule.ts";
import { jobExample } from "./job-example.ts";

export const jobSchema = defineRule<{ said: string; remedy: string }>({
  id: "JOB-001",
  name: "job-schema",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request is not YAML, or not a job request.",
  why: "Only a job request that is understood whole can be reviewed and run. A key that is misspelt would otherwise be ignored, and the run would not be the one that was approved.",
  message: ({ said }) => said,
  remedy: ({ remedy }) => remedy,
  bad: jobExample().replace("purpose:", "porpoise:"),
  good: jobExample(),
  check({ job }, report) {
    if (job === null || "job" in job) return;
    for (const problem of job.problems) {
      const { message: said, remedy = "Mend it there; `countersign check` with this file tells when it is good." } =
        problem;
      report(spanOfProblem(problem), { said, remedy });
    }
  },
});
