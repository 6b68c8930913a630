import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import { isSamePurpose, purposeOf } from "../../formats/purpose.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample, patients } from "./job-example.ts";
import { listRequestedDatasets } from "./requested-datasets.ts";

const inputs = "[{ dataset: patients }]";

export const jobPurposeForeign = defineRule<{ dataset: string; purpose: string; allowed: readonly string[] }>({
  id: "JOB-011",
  name: "job-purpose-foreign",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request has a purpose for which its datasets may not be read.",
  why: "The owners of a dataset said in the node's catalogue what it may be read for. A request with another purpose cannot be approved. What stands behind a colon are particulars, and not compared.",
  message: ({ dataset, purpose }) => `${quoteName(dataset)} may not be read for ${quoteName(purpose)}.`,
  remedy: ({ allowed }) =>
    `Write a purpose that it has, such as ${listNames(allowed, 5)}; particulars go behind a colon.`,
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ inputs }),
    context: [cohortDag],
    facts: { node: { datasets: [{ ...patients, purposes: ["Direct care"] }] } },
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ inputs }),
    context: [cohortDag],
    facts: { node: { datasets: [{ ...patients, purposes: ["Service evaluation of regional uptake"] }] } },
  },
  check(subject, report) {
    const { job } = subject;
    if (job === null || !("job" in job)) return;
    const purpose = purposeOf(job.job.purpose);
    for (const { name, entry } of listRequestedDatasets(subject)) {
      const allowed = entry?.purposes;
      if (allowed === undefined || allowed.some((one) => isSamePurpose(one, purpose))) continue;
      report(job.document.spanOf(["purpose"]), { dataset: name, purpose, allowed });
    }
  },
});
