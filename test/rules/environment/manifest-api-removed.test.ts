import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (apiVersion: string, kind: string) =>
  toldBy("ENV-004", `kind: ${kind}\napiVersion: ${apiVersion}\nmetadata: { name: a }\n`);

test("what every supported Kubernetes has removed", async () => {
  expect(await told("extensions/v1beta1", "Ingress")).toEqual([
    "2:13 Kubernetes has no `extensions/v1beta1 Ingress` since 1.22.",
  ]);
  expect(await told("batch/v1beta1", "CronJob")).toEqual([
    "2:13 Kubernetes has no `batch/v1beta1 CronJob` since 1.25.",
  ]);
});

test("not what is there, or was never known", async () => {
  expect(await told("batch/v1", "CronJob")).toEqual([]);
  expect(await told("networking.k8s.io/v1beta1", "ServiceCIDR")).toEqual([]);
  expect(await told("constructor", "CronJob")).toEqual([]);
});

test("not what a template has for older clusters", async () => {
  const text =
    "{{ if .Values.old }}\napiVersion: batch/v1beta1\n{{ else }}\napiVersion: batch/v1\n{{ end }}\nkind: CronJob\n";
  expect(await toldBy("ENV-004", text, { path: "charts/a/templates/a.yaml" })).toEqual([]);
});
