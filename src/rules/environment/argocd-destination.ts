import { z } from "zod";
import { isMap } from "../../formats/is-map.ts";
import { defineRule } from "../define-rule.ts";
import { applicationExample } from "./application-example.ts";
import { argoCdOf, hasTemplatePatch, listApplicationSpecs } from "./argocd-of.ts";
import { isOpen } from "./argocd-source.ts";
import { matchesStars } from "./match-stars.ts";
import { reportRendered } from "./report-rendered.ts";

const options = z.strictObject({
  destinations: z
    .array(z.strictObject({ cluster: z.string().min(1), namespaces: z.array(z.string().min(1)).min(1) }))
    .default([])
    .describe(
      "Where may be deployed to: a cluster's URL or name, and its namespaces, such as `{ cluster: https://kubernetes.default.svc, namespaces: [airflow-*] }`; none: anywhere.",
    ),
});

type Destination = z.output<typeof options>["destinations"][number];

export const argocdDestination = defineRule<{ cluster: string; namespace: string }, typeof options>({
  id: "ENV-019",
  name: "argocd-destination",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "An Argo CD Application or AppProject deploys to a cluster or namespace that the policy does not allow.",
  why: "Argo CD has the rights to change whole clusters. What a repository of workflows deploys must stay where the node's controllers expect it.",
  options,
  message: ({ cluster, namespace }) =>
    `The namespace \`${namespace}\` of \`${cluster}\` is no place that may be deployed to.`,
  remedy: () => "Use one that the policy lists, or ask for this one to be added to the `destinations` of the rule.",
  bad: example("kube-system"),
  good: example("airflow"),
  check({ manifests }, report, { destinations }) {
    const tell = reportRendered(manifests, report);
    if (destinations.length === 0) return;
    if (hasTemplatePatch(manifests)) report.indeterminate("a `templatePatch` may change the destination");
    const places = [
      ...listApplicationSpecs(manifests).map(({ manifest, at, spec }) => ({
        manifest,
        at: [...at, "destination"],
        value: spec.destination,
      })),
      ...argoCdOf(manifests, "AppProject").flatMap((manifest) => {
        const all = isMap(manifest.value.spec) ? manifest.value.spec.destinations : null;
        return (Array.isArray(all) ? all : []).map((value: unknown, index) => ({
          manifest,
          at: ["spec", "destinations", index],
          value,
        }));
      }),
    ];
    for (const { manifest, at, value } of places) {
      if (!isMap(value)) continue;
      const cluster = textOf(value.server) ?? textOf(value.name) ?? "";
      const namespace = textOf(value.namespace) ?? "";
      if (/^!|^\*+$/.test(cluster) || /^!|^\*+$/.test(namespace)) continue; // a wildcard is told by a rule of its own
      if (isOpen(cluster) || isOpen(namespace)) {
        report.indeterminate("a destination is named only when its template is filled in");
        continue;
      }
      if (destinations.some((one) => allows(one, cluster, namespace))) continue;
      tell(() => manifest.spanOf(at, typeof at.at(-1) === "number" ? "value" : "key"), {
        cluster: show(cluster),
        namespace: show(namespace),
      });
    }
  },
});

/** What Argo CD calls the cluster that it runs in itself, by URL and by name (https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters). */
const ownCluster = ["https://kubernetes.default.svc", "in-cluster"];

function allows({ cluster, namespaces }: Destination, wanted: string, namespace: string): boolean {
  const names = ownCluster.includes(wanted) ? ownCluster : [wanted];
  return names.some((one) => matchesStars(cluster, one)) && namespaces.some((one) => matchesStars(one, namespace));
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function show(text: string): string {
  return text.slice(0, 100).replaceAll("`", "'");
}

function example(namespace: string) {
  return {
    path: "argocd/airflow.yaml",
    text: applicationExample({ namespace }),
    facts: {
      options: { destinations: [{ cluster: "https://kubernetes.default.svc", namespaces: ["airflow", "airflow-*"] }] },
    },
  };
}
