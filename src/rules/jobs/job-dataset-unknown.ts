import { didYouMean, quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample, patients } from "./job-example.ts";
import { listRequestedDatasets } from "./requested-datasets.ts";

export const jobDatasetUnknown = defineRule<{ name: string; known: readonly string[] }>({
  id: "JOB-009",
  name: "job-dataset-unknown",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request reads a dataset that the node's catalogue does not have.",
  why: "The catalogue says who owns a dataset, and its owners must agree. One that is not in it has nobody who could be asked, so the request would wait for ever.",
  message: ({ name, known }) => `The node has no dataset ${quoteName(name)}.${didYouMean(name, known)}`,
  remedy: () => "Name a dataset of the node's catalogue, or have it added there, with its owners.",
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ inputs: "[{ dataset: pateints }]" }),
    context: [cohortDag],
    facts: { node: { datasets: [patients] } },
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ inputs: "[{ dataset: patients }]" }),
    context: [cohortDag],
    facts: { node: { datasets: [patients] } },
  },
  check(subject, report) {
    const known = (subject.node?.datasets ?? []).map(({ name }) => name);
    for (const { name, index, entry } of listRequestedDatasets(subject)) {
      if (entry !== null || subject.job === null || !("job" in subject.job)) continue;
      report(subject.job.document.spanOf(["inputs", index, "dataset"]), { name, known });
    }
  },
});
