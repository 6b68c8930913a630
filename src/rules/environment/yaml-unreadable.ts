import { spanOfProblem } from "../../formats/format-problem.ts";
import { defineRule } from "../define-rule.ts";

export const yamlUnreadable = defineRule<{ said: string }>({
  id: "ENV-001",
  name: "yaml-unreadable",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "file",
  summary: "A YAML file of the node cannot be read, or sets a key twice.",
  why: "What cannot be read cannot be reviewed, and fails when it is applied. Of a key that is set twice one reader takes the first value and another the last, so that the reviewer and the cluster may see different things. Aliases that multiply, and nesting without end, bring down what reads them. Templates of Helm are no YAML, so nothing is said of theirs.",
  message: ({ said }) => said,
  remedy: () =>
    "Correct the YAML on this line, or leave one of two values of a key; `kubectl apply --dry-run=client -f FILE` shows the same on your machine.",
  bad: `
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: region
    data:
      region: north
      region: south
  `,
  good: `
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: region
    data:
      region: south
  `,
  check({ manifests, kind }, report) {
    if (manifests === null || (kind !== "node" && manifests.manifests.length === 0)) return; // no business of the cluster
    if (manifests.doubt !== null) report.indeterminate(manifests.doubt);
    for (const problem of manifests.problems) report(spanOfProblem(problem), { said: problem.message });
  },
});
