import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldBy } from "./told-by.ts";

const indent = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

const pod = `spec:
  hostNetwork: true
  containers:
    - name: base
      securityContext: { privileged: true }
  volumes:
    - { name: a, hostPath: { path: / } }
`;

const kustomization = `resources: [base]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n${indent(pod, 6)}`;

const application = (given: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a }
spec:
  source:
    helm:
${indent(given, 6)}`;

async function told(text: string, path = "argocd/a.yaml") {
  const { findings, unread } = await inspectTexts({ files: [{ path, text }] });
  expect(unread).toEqual([]);
  return findings
    .filter(({ rule }) => /^ENV-01[0123]$/.test(rule))
    .map(({ rule, span }) => `${rule} ${span.start.line}:${span.start.column}`)
    .sort();
}

describe("texts of YAML in manifests are looked at", () => {
  test.each([
    [
      "a patch of Kustomize",
      kustomization,
      "argocd/kustomization.yaml",
      ["ENV-010 9:44", "ENV-011 6:22", "ENV-013 11:42"],
    ],
    [
      "one of Kustomize before its fifth version",
      `kind: Kustomization\npatchesStrategicMerge:\n  - |\n${indent(pod, 4)}`,
      "argocd/kustomization.yaml",
      ["ENV-010 8:42", "ENV-011 5:20", "ENV-013 10:40"],
    ],
    [
      "a JSON patch",
      "patches:\n  - patch: |\n      - op: add\n        path: /spec/template/spec/containers/0/securityContext/privileged\n        value: true\n      - { op: add, path: /spec/volumes/-, value: { name: a, hostPath: { path: /etc } } }\n      - op: replace\n        path: /spec/template/spec/hostNetwork\n        value: true\n      - { op: remove, path: /spec/template/spec/hostPID }\n",
      "argocd/kustomization.yaml",
      ["ENV-010 5:16", "ENV-011 9:16", "ENV-013 6:79"],
    ],
    [
      "in JSON",
      'patches:\n  - patch: \'[{"op": "add", "path": "/spec/hostNetwork", "value": true}]\'\n',
      "argocd/kustomization.yaml",
      ["ENV-011 2:12"],
    ],
    [
      "a chart's values of an Application",
      application("values: |\n  worker:\n    securityContext:\n      privileged: true\n    hostNetwork: {{ a }}\n"),
      undefined,
      ["ENV-010 10:25"],
    ],
    [
      "a pod's template of a ConfigMap",
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  pod.yaml: |\n${indent(pod, 4)}`,
      undefined,
      ["ENV-010 10:42", "ENV-011 7:20", "ENV-013 12:40"],
    ],
    [
      "a patch of a workflow's pods",
      'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { name: a }\nspec:\n  podSpecPatch: \'{"hostPID": true, "containers": [{"name": "main", "securityContext": {"privileged": true}}]}\'\n',
      undefined,
      ["ENV-010 5:17", "ENV-011 5:17"],
    ],
    [
      "one of a step",
      "apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: { name: a }\nspec:\n  templates:\n    - name: a\n      podSpecPatch: |\n        hostIPC: true\n        nodeName: {{inputs.parameters.node}}\n",
      undefined,
      ["ENV-011 8:18"],
    ],
  ])("%s", async (_, text, path, expected) => {
    expect(await told(text, path)).toEqual(expected);
  });

  test("a Secret with data in a patch", async () => {
    const text =
      "patches:\n  - patch: |\n      apiVersion: v1\n      kind: Secret\n      metadata: { name: a }\n      stringData:\n        key: abc\n";
    expect(await toldBy("ENV-007", text, { path: "argocd/kustomization.yaml" })).toEqual([
      "7:14 This Secret has the value of `key` in plain sight.",
    ]);
  });
});

describe("but not what is no YAML for a pod", () => {
  test.each([
    [
      "settings of a ConfigMap",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a.yaml: |\n    securityContext: { privileged: true }\n    hostNetwork: true\n",
    ],
    ["text that cannot be read", application("values: |\n  a: [\n  hostNetwork: true\n")],
    [
      "a policy that forbids",
      "patches:\n  - patch: |\n      apiVersion: kyverno.io/v1\n      kind: ClusterPolicy\n      spec: { hostNetwork: true }\n",
    ],
  ])("%s", async (_, text) => {
    expect(await told(text)).toEqual([]);
  });

  test("many texts that are one are read once", async () => {
    const text = `a: &a |\n  hostNetwork: true\n${"  # more\n".repeat(5_000)}patches:\n${"  - patch: *a\n".repeat(1500)}`;
    const start = performance.now();
    expect(await told(text, "argocd/kustomization.yaml")).toEqual(["ENV-011 5004:12"]);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});
