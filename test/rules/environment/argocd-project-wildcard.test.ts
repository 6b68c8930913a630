import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (spec: string) =>
  toldBy("ENV-016", `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: a }\nspec:\n  ${spec}\n`);

test.each([
  ["sourceRepos: ['*']", "5:17 This AppProject allows every repository as a source."],
  ["sourceRepos: ['https://*']", "5:17 This AppProject allows every repository as a source."],
  ["destinations: [{ server: '*', namespace: a }]", "5:28 This AppProject allows every cluster as a destination."],
  ["destinations: [{ name: '*', namespace: '*' }]", "5:26 This AppProject allows every cluster as a destination."],
  [
    "destinations: [{ server: https://a, namespace: '*' }]",
    "5:50 This AppProject allows every namespace, Argo CD's own among them.",
  ],
  [
    "clusterResourceWhitelist: [{ group: '*', kind: '*' }]",
    "5:30 This AppProject allows every resource of the whole cluster.",
  ],
])("%s", async (spec, expected) => {
  expect(await told(spec)).toEqual([expected]);
});

test.each([
  "sourceRepos: ['https://git.example.org/acme/*']",
  "destinations: [{ server: https://a, namespace: 'airflow-*' }]",
  "clusterResourceWhitelist: [{ group: '', kind: Namespace }]",
  "namespaceResourceWhitelist: [{ group: '*', kind: '*' }]",
  "sourceRepos: 5",
])("not %s", async (spec) => {
  expect(await told(spec)).toEqual([]);
});
