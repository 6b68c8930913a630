import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldBy } from "./told-by.ts";

const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  replicas: 1\n";

test("all that a map lacks is one finding on its key", async () => {
  expect(await toldBy("ENV-003", deployment)).toEqual([
    "4:1 `spec.selector` and `spec.template` are missing in this Deployment.",
  ]);
});

test("what may be a patch of Kustomize is open", async () => {
  const files = [
    { path: "argocd/overlays/live/replicas.yaml", text: deployment },
    { path: "argocd/overlays/kustomization.yaml", text: "patches: [{ path: live/replicas.yaml }]\n" },
  ];
  const { findings, indeterminate } = await inspectTexts({ files });
  expect(findings).toEqual([]);
  expect(indeterminate).toMatchObject([{ rule: "ENV-003", path: files[0]?.path }]);
});

test("a kustomization elsewhere takes no patches from here", async () => {
  const files = [
    { path: "argocd/live/replicas.yaml", text: deployment },
    { path: "argocd/overlays/kustomization.yaml", text: "resources: []\n" },
  ];
  const { findings } = await inspectTexts({ files });
  expect(findings.map(({ rule }) => rule)).toEqual(["ENV-003"]);
});
