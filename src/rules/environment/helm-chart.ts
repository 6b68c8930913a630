import { spanOfProblem } from "../../formats/format-problem.ts";
import { defineRule } from "../define-rule.ts";

export const helmChart = defineRule<{ said: string }>({
  id: "ENV-006",
  name: "helm-chart",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "file",
  summary: "A `Chart.yaml` is one that Helm refuses, or a chart's values are no map.",
  why: "Helm installs nothing of a chart without a name and a semantic version, or with values that are not a map. Keys that Helm does not know are told only where they look like a slip of one that it does.",
  message: ({ said }) => said,
  remedy: () =>
    "Give `Chart.yaml` what is missing, such as `version: 1.16.0`, and write values as a map; `helm lint` shows the same on your machine.",
  bad: {
    path: "charts/airflow/Chart.yaml",
    text: `
      apiVersion: v2
      name: airflow
      version: latest
    `,
  },
  good: {
    path: "charts/airflow/Chart.yaml",
    text: `
      apiVersion: v2
      name: airflow
      version: 1.16.0
    `,
  },
  check({ manifests, kind }, report) {
    if (kind !== "node") return;
    for (const problem of manifests?.chartProblems ?? []) report(spanOfProblem(problem), { said: problem.message });
  },
});
