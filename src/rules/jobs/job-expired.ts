import { defineRule } from "../define-rule.ts";
import { jobExample } from "./job-example.ts";

export const jobExpired = defineRule<{ expires: string; today: string }>({
  id: "JOB-004",
  name: "job-expired",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request has expired.",
  why: "An expired job request is never started, so an approval of it would be for nothing. The date is checked again when the run would start.",
  message: ({ expires, today }) => `This job request expired on ${expires}, and today is ${today} (UTC).`,
  remedy: () => "Set a later date, if the agreement still allows the run.",
  bad: jobExample({ expires: "2020-01-31" }),
  good: jobExample({ expires: "2099-12-31" }),
  check({ job, today }, report) {
    if (job === null || !("job" in job)) return;
    const { expires } = job.job;
    if (expires === null || expires >= today) return;
    report(job.document.spanOf(["expires"]), { expires, today });
  },
});
