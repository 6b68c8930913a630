import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample, patients } from "./job-example.ts";
import { listRequestedDatasets } from "./requested-datasets.ts";

const node = { datasets: [{ ...patients, agreementsRequired: true, agreements: ["DPA-2026-014"] }] };
const inputs = "[{ dataset: patients }]";

export const jobAgreementMissing = defineRule<{
  dataset: string;
  agreement: string | null;
  allowed: readonly string[] | null;
}>({
  id: "JOB-010",
  name: "job-agreement-missing",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request names no agreement, or none that allows what it reads.",
  why: "The owners of a dataset said in the node's catalogue under which agreements it may be read. A request under none of them cannot be approved.",
  message: ({ dataset, agreement, allowed }) =>
    agreement === null
      ? `Reading ${quoteName(dataset)} needs an agreement, and this request names none.`
      : `The agreement ${quoteName(agreement)} does not allow reading ${quoteName(dataset)}${allowed === null ? "" : `, as ${listNames(allowed, 5)} ${allowed.length === 1 ? "does" : "do"}`}.`,
  remedy: ({ allowed }) =>
    allowed === null ? "Add `agreement:`, such as `agreement: DPA-2026-014`." : `Name one of ${listNames(allowed, 5)}.`,
  bad: { path: "jobs/example.yml", text: jobExample({ inputs }), context: [cohortDag], facts: { node } },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ inputs, agreement: "DPA-2026-014" }),
    context: [cohortDag],
    facts: { node },
  },
  check(subject, report) {
    const { job } = subject;
    if (job === null || !("job" in job)) return;
    const { agreement } = job.job;
    for (const { name, index, entry } of listRequestedDatasets(subject)) {
      if (entry === null || !entry.agreementsRequired) continue;
      const allowed = entry.agreements ?? null;
      if (agreement !== null && (allowed === null || allowed.includes(agreement))) continue;
      const at = agreement === null ? ["inputs", index, "dataset"] : ["agreement"];
      report(job.document.spanOf(at), { dataset: name, agreement, allowed });
    }
  },
});
