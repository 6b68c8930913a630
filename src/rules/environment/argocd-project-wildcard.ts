import { isMap } from "../../formats/is-map.ts";
import type { Manifest } from "../../formats/manifest-file.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { defineRule } from "../define-rule.ts";
import { argoCdOf } from "./argocd-of.ts";
import { reportRendered } from "./report-rendered.ts";

export const argocdProjectWildcard = defineRule<{ what: string }>({
  id: "ENV-016",
  name: "argocd-project-wildcard",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "An Argo CD AppProject takes every repository, every destination, or every resource of the cluster.",
  why: "An AppProject is the fence around its Applications. With a wildcard, an Application in it deploys from a repository that nobody reviews, or to Argo CD's own namespace, from where it rules the cluster.",
  message: ({ what }) => `This AppProject allows ${what}.`,
  remedy: () => "List the repositories, the servers with their namespaces, and the kinds that its Applications need.",
  bad: project('"*"', "server: https://kubernetes.default.svc\nnamespace: airflow"),
  good: project(
    "https://git.example.org/acme/charts.git",
    "server: https://kubernetes.default.svc\nnamespace: airflow",
  ),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    for (const project of argoCdOf(manifests, "AppProject")) {
      for (const { at, what } of findWildcards(project)) tell(() => project.spanOf(at), { what });
    }
  },
});

function findWildcards({ value }: Manifest): readonly { readonly at: YamlPath; readonly what: string }[] {
  const spec = isMap(value.spec) ? value.spec : {};
  const list = (field: string): readonly unknown[] => (Array.isArray(spec[field]) ? spec[field] : []);
  const sources = list("sourceRepos").flatMap((one, index) =>
    isWild(one) ? [{ at: ["spec", "sourceRepos", index], what: "every repository as a source" }] : [],
  );
  const destinations = list("destinations").flatMap((one, index) => {
    if (!isMap(one)) return [];
    const at = ["spec", "destinations", index];
    const cluster = isWild(one.server) ? "server" : isWild(one.name) ? "name" : null;
    if (cluster !== null) return [{ at: [...at, cluster], what: "every cluster as a destination" }];
    return isWild(one.namespace)
      ? [{ at: [...at, "namespace"], what: "every namespace, Argo CD's own among them" }]
      : [];
  });
  const resources = list("clusterResourceWhitelist").flatMap((one, index) =>
    isMap(one) && isWild(one.kind) && isWild(one.group)
      ? [{ at: ["spec", "clusterResourceWhitelist", index], what: "every resource of the whole cluster" }]
      : [],
  );
  return [...sources, ...destinations, ...resources];
}

function isWild(value: unknown): boolean {
  return typeof value === "string" && /^\*+$|^(?:https?:\/\/)?\*+(?:\/\*+)*$/.test(value);
}

function project(repository: string, destination: string): string {
  const [first = "", ...rest] = destination.split("\n");
  return [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: AppProject",
    "metadata:",
    "  name: workflows",
    "  namespace: argocd",
    "spec:",
    `  sourceRepos: [${repository}]`,
    "  destinations:",
    `    - ${first}`,
    ...rest.map((line) => `      ${line}`),
  ].join("\n");
}
