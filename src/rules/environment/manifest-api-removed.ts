import { defineRule } from "../define-rule.ts";
import { findRemoval } from "./removed-apis.ts";
import { reportRendered } from "./report-rendered.ts";

export const manifestApiRemoved = defineRule<{ what: string; since: string; now: string }>({
  id: "ENV-004",
  name: "manifest-api-removed",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A manifest uses an `apiVersion` that Kubernetes no longer has.",
  why: "The cluster refuses it, so that nothing of what was approved gets there. Only versions that every supported Kubernetes has removed are told.",
  message: ({ what, since }) => `Kubernetes has no \`${what}\` since ${since}.`,
  remedy: ({ now }) => `Use ${/\/v/.test(now) ? `\`${now}\`` : now}, and compare the fields with its documentation.`,
  bad: `
    apiVersion: policy/v1beta1
    kind: PodDisruptionBudget
    metadata:
      name: scheduler
    spec:
      minAvailable: 1
  `,
  good: `
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: scheduler
    spec:
      minAvailable: 1
  `,
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    if (manifests === null || manifests.form === "template") return; // which asks for the cluster's version first
    for (const { apiVersion, kind, spanOf } of manifests.manifests) {
      const removal = findRemoval(apiVersion, kind);
      if (removal !== null) tell(() => spanOf(["apiVersion"]), { ...removal, what: `${apiVersion} ${kind}` });
    }
  },
});
