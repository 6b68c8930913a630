import { isMap } from "../../formats/is-map.ts";
import { defineRule } from "../define-rule.ts";
import { applicationExample } from "./application-example.ts";
import { listApplicationSpecs } from "./argocd-of.ts";
import { reportRendered } from "./report-rendered.ts";

export const argocdAutomatedSync = defineRule<Record<never, never>>({
  id: "ENV-020",
  name: "argocd-automated-sync",
  severity: "warning",
  confidence: "medium",
  about: "manifest",
  reach: "line",
  summary: "An Argo CD Application syncs by itself.",
  why: "Argo CD then deploys whatever lands on the branch at once, approved or not. Where a release is gated, the sync is the gate: it must be asked for, after the approval. Where the branch cannot move without an approval, this rule can be off; where releases are gated, set it to `error`.",
  message: () => "This Application deploys by itself whatever lands, whether it was approved or not.",
  remedy: () => "Take `automated` out of the `syncPolicy`, and let the release ask for the sync.",
  bad: applicationExample({ more: ["syncPolicy:", "  automated: { prune: true, selfHeal: true }"] }),
  good: applicationExample({ more: ["syncPolicy:", "  syncOptions: [CreateNamespace=false]"] }),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    for (const { manifest, at, spec } of listApplicationSpecs(manifests)) {
      const { syncPolicy } = spec;
      if (!isMap(syncPolicy) || !isMap(syncPolicy.automated) || syncPolicy.automated.enabled === false) continue;
      tell(() => manifest.spanOf([...at, "syncPolicy", "automated"], "key"), {});
    }
  },
});
