import { defineRule } from "../define-rule.ts";
import type { TreeListing } from "../tree-listing.ts";
import { reportRendered } from "./report-rendered.ts";

export const manifestFieldMissing = defineRule<{ said: string; kind: string }>({
  id: "ENV-003",
  name: "manifest-field-missing",
  severity: "warning",
  confidence: "medium",
  about: "manifest",
  reach: "file",
  summary: "A manifest lacks a field that its kind requires.",
  why: "Kubernetes refuses it when it is applied. A patch of Kustomize needs to have only what it changes: where a `kustomization.yaml` stands beside or above the file, it cannot be known from the file alone which of the two it is.",
  message: ({ said, kind }) => `${said.replace(/\.$/, "")} in this ${kind}.`,
  remedy: () => "Add the field; `kubectl explain` shows what it takes.",
  bad: `
    apiVersion: v1
    kind: Service
    metadata:
      name: inbox
    spec:
      ports:
        - name: http
  `,
  good: `
    apiVersion: v1
    kind: Service
    metadata:
      name: inbox
    spec:
      ports:
        - name: http
          port: 80
  `,
  check({ manifests, path, tree }, report) {
    const tell = reportRendered(manifests, report);
    let isOpen = false;
    for (const manifest of manifests?.manifests ?? []) {
      for (const { what, at, part, message } of manifest.violations ?? []) {
        if (what !== "missing") continue;
        if (mayBePatch(path, tree)) isOpen = true;
        else tell(() => manifest.spanOf(at, part), { said: message, kind: manifest.kind });
      }
    }
    if (isOpen) report.indeterminate("it lacks required fields, as a patch of Kustomize may and a manifest may not");
  },
});

const kustomizations = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Kustomize takes patches from beside and below its own file only. */
function mayBePatch(path: string, tree: TreeListing | null): boolean {
  if (tree === null) return /patch|overlay|kustom/i.test(path);
  const folders = path.split("/").slice(0, -1);
  return [...folders.keys(), folders.length].some((depth) => {
    const folder = folders
      .slice(0, depth)
      .map((name) => `${name}/`)
      .join("");
    return kustomizations.some((name) => tree.find(`${folder}${name}`) !== null);
  });
}
