import { z } from "zod";
import { isUnknown } from "../../formats/helm-template.ts";
import { isMap } from "../../formats/is-map.ts";
import { defineRule } from "../define-rule.ts";
import { applicationExample } from "./application-example.ts";
import { type ApplicationSpec, argoCdOf, hasTemplatePatch, listApplicationSpecs, sourcesOf } from "./argocd-of.ts";
import { matchesStars } from "./match-stars.ts";
import { reportRendered } from "./report-rendered.ts";

const options = z.strictObject({
  sources: z
    .array(z.string().min(1))
    .default([])
    .describe("Repositories that may be deployed, such as `https://git.example.org/acme/*`; none: any."),
});

export const argocdSource = defineRule<{ source: string }, typeof options>({
  id: "ENV-018",
  name: "argocd-source",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "An Argo CD Application or AppProject takes a repository that the policy does not allow.",
  why: "What is in that repository gets to the cluster without a review here. A URL that is only known when an ApplicationSet is filled in is told as not known.",
  options,
  message: ({ source }) => `\`${source}\` is no repository that may be deployed from.`,
  remedy: () => "Use one that the policy lists, or ask for this one to be added to the `sources` of the rule.",
  bad: {
    path: "argocd/airflow.yaml",
    text: applicationExample({ repository: "https://git.example.com/else/charts.git" }),
    facts: { options: { sources: ["https://git.example.org/acme/*"] } },
  },
  good: {
    path: "argocd/airflow.yaml",
    text: applicationExample(),
    facts: { options: { sources: ["https://git.example.org/acme/*"] } },
  },
  check({ manifests }, report, { sources }) {
    const tell = reportRendered(manifests, report);
    if (sources.length === 0) return;
    const judge = (value: unknown, place: () => ReturnType<ApplicationSpec["manifest"]["spanOf"]>): void => {
      if (typeof value !== "string") return;
      if (isOpen(value)) report.indeterminate("a repository is named only when its template is filled in");
      else if (!sources.some((one) => matchesStars(one, value)))
        tell(place, { source: value.slice(0, 120).replaceAll("`", "'") });
    };
    if (hasTemplatePatch(manifests)) report.indeterminate("a `templatePatch` may change the repository");
    for (const one of listApplicationSpecs(manifests)) {
      for (const { at, source } of sourcesOf(one)) judge(source.repoURL, () => one.manifest.spanOf([...at, "repoURL"]));
    }
    for (const project of argoCdOf(manifests, "AppProject")) {
      const repositories = isMap(project.value.spec) ? project.value.spec.sourceRepos : null;
      for (const [index, url] of (Array.isArray(repositories) ? repositories : []).entries()) {
        if (typeof url === "string" && /^[*!]/.test(url)) continue; // a wildcard is told by a rule of its own
        judge(url, () => project.spanOf(["spec", "sourceRepos", index]));
      }
    }
  },
});

/** Whether an ApplicationSet or Helm fills it in. */
export function isOpen(value: string): boolean {
  return isUnknown(value) || value.includes("{{");
}
