import { quoteName } from "../../formats/did-you-mean.ts";
import { isMap } from "../../formats/is-map.ts";
import { beside } from "../../formats/relative-path.ts";
import { defineRule } from "../define-rule.ts";
import type { FileSubject } from "../subject.ts";
import type { TreeListing } from "../tree-listing.ts";
import { listApplicationSpecs, sourcesOf } from "./argocd-of.ts";
import { isOpen } from "./argocd-source.ts";
import { reportRendered } from "./report-rendered.ts";

interface Data {
  readonly chart: string;
  readonly version: string;
}

const example = (version: string): string => `
  apiVersion: v2
  name: workflows
  version: 1.4.0
  dependencies:
    - name: airflow
      version: ${version}
      repository: https://airflow.apache.org
`;

export const chartVersionOpen = defineRule<Data>({
  id: "ENV-032",
  name: "chart-version-open",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A chart is taken in whatever version fits a range.",
  why: "What was reviewed is not what is deployed once a newer version is published: a rollback or a second cluster gets another one. A `Chart.lock` beside the chart, or the dependency itself below its `charts`, says which version it is, and a dependency of the same repository (`file://`) is reviewed with it: these are left alone.",
  message: ({ chart, version }) =>
    `The chart ${quoteName(chart)} is taken in any version that fits ${quoteName(version)}.`,
  remedy: () =>
    "Name one version, such as `1.16.0`; for dependencies of a chart, `helm dependency update` and a committed `Chart.lock` do the same.",
  bad: { path: "charts/workflows/Chart.yaml", text: example("^1.16.0") },
  good: { path: "charts/workflows/Chart.yaml", text: example("1.16.0") },
  check(subject, report) {
    const tell = reportRendered(subject.manifests, report);
    for (const { place, ...data } of [...openDependencies(subject), ...openRevisions(subject)]) tell(place, data);
  },
});

type Found = Data & {
  readonly place: () => ReturnType<NonNullable<FileSubject["manifests"]>["documents"][number]["spanOf"]>;
};

/** Dependencies of a chart whose version nothing says. */
function openDependencies({ manifests, path, tree }: FileSubject): readonly Found[] {
  const [document] = manifests?.form === "chart" ? manifests.documents : [];
  if (document === undefined || !isMap(document.value)) return [];
  const { dependencies } = document.value;
  if (!Array.isArray(dependencies) || (tree?.find(beside(path, "Chart.lock")) ?? null) !== null) return [];
  return dependencies.flatMap((one, index): readonly Found[] => {
    if (!isMap(one)) return [];
    const { name, version, repository } = one;
    if (typeof name !== "string" || typeof version !== "string" || !isRange(version)) return [];
    if (typeof repository !== "string" || repository === "" || repository.startsWith("file://")) return [];
    if (isVendored(tree, beside(path, "charts"), name)) return [];
    return [{ chart: name, version, place: () => document.spanOf(["dependencies", index, "version"]) }];
  });
}

function isVendored(tree: TreeListing | null, folder: string, name: string): boolean {
  for (const { path } of tree?.below(folder) ?? []) {
    const inside = path.slice(folder.length + 1);
    if (inside.startsWith(`${name}/`) || inside.startsWith(`${name}-`)) return true;
  }
  return false;
}

/** Charts that an Argo CD Application takes from a Helm repository. */
function openRevisions({ manifests }: FileSubject): readonly Found[] {
  return listApplicationSpecs(manifests).flatMap((one) =>
    sourcesOf(one).flatMap(({ at, source: { chart, targetRevision } }): readonly Found[] => {
      if (typeof chart !== "string" || typeof targetRevision !== "string") return [];
      if (isOpen(targetRevision) || !isRange(targetRevision)) return [];
      const place = () => one.manifest.spanOf([...at, "targetRevision"]);
      return [{ chart, version: targetRevision, place }];
    }),
  );
}

/** Whether more versions than one fit (https://helm.sh/docs/topics/charts/#the-version-field). */
function isRange(version: string): boolean {
  return !/^=?\s*v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(version.trim());
}
