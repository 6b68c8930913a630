import { defineRule } from "../define-rule.ts";
import { applicationExample } from "./application-example.ts";
import { listApplicationSpecs } from "./argocd-of.ts";
import { reportRendered } from "./report-rendered.ts";

export const argocdDefaultProject = defineRule<Record<never, never>>({
  id: "ENV-017",
  name: "argocd-default-project",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "An Argo CD Application is in the `default` project.",
  why: "As Argo CD is installed, `default` allows every repository, every cluster and every kind: nothing fences the Application in.",
  message: () => "This Application is in the project `default`, which allows everything unless somebody changed it.",
  remedy: () => "Give it a project of its own that lists its repositories and destinations.",
  bad: applicationExample({ project: "default" }),
  good: applicationExample({ project: "workflows" }),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    for (const { manifest, at, spec } of listApplicationSpecs(manifests)) {
      if (spec.project === "default") tell(() => manifest.spanOf([...at, "project"]), {});
    }
  },
});
