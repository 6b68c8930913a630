import { isMap } from "../../formats/is-map.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { defineRule } from "../define-rule.ts";
import { reportRendered } from "./report-rendered.ts";

export const kustomizeRemote = defineRule<{ url: string }>({
  id: "ENV-031",
  name: "kustomize-remote",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A kustomization takes resources from elsewhere, without a commit.",
  why: "What is there may be another tomorrow, and is deployed without a review here. A commit is the content itself; a branch or a tag can be moved.",
  message: ({ url }) => `\`${url}\` is taken from elsewhere, in whatever state it is by then.`,
  remedy: () => "Copy it into this repository, or name the commit: `?ref=` with its 40 digits.",
  bad: example("https://git.example.org/acme/base//overlays/live?ref=main"),
  good: example("https://git.example.org/acme/base//overlays/live?ref=0123456789abcdef0123456789abcdef01234567"),
  check({ manifests, path }, report) {
    if (manifests === null || !/(?:^|\/)kustomization\.ya?ml$/.test(path)) return;
    const tell = reportRendered(manifests, report);
    for (const document of manifests.documents) {
      for (const { at, url } of findRemotes(document.value)) {
        tell(() => document.spanOf(at), { url: url.slice(0, 120).replaceAll("`", "'") });
      }
    }
  },
});

function findRemotes(value: unknown): readonly { readonly at: YamlPath; readonly url: string }[] {
  if (!isMap(value)) return [];
  return ["resources", "bases", "components", "crds"].flatMap((field) => {
    const all = value[field];
    return (Array.isArray(all) ? all : []).flatMap((url: unknown, index) =>
      typeof url === "string" && isRemote(url) && !/[?&]ref=[0-9a-f]{40}(?:&|$)/.test(url)
        ? [{ at: [field, index], url }]
        : [],
    );
  });
}

/** https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md */
function isRemote(url: string): boolean {
  return /^(?:https?:\/\/|ssh:\/\/|git::|git@|github\.com[/:])|[?&]ref=/.test(url);
}

function example(url: string) {
  return { path: "argocd/live/kustomization.yaml", text: `resources:\n  - ${url}\n  - ../base\n` };
}
