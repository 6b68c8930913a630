import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (text: string, path?: string) => toldBy("ENV-002", text, path === undefined ? {} : { path });
const service = (spec: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ${spec}\n`;

test.each([
  [
    "a field that is misspelt",
    "selecter: {}",
    "6:3 Unknown field `selecter` in `spec`. Did you mean `selector` (Service)?",
  ],
  ["letters of the wrong size", "Type: NodePort", "6:3 Unknown field `Type` in `spec`. Did you mean `type` (Service)?"],
  [
    "text for a number",
    'ports: [{ port: "80" }]',
    "6:19 `spec.ports[0].port` must be a whole number, not text (Service).",
  ],
  ["a map for a list", "ports: { port: 80 }", "6:10 `spec.ports` must be a list, not a map (Service)."],
  [
    "what YAML 1.1 reads as true",
    "externalName: on",
    "6:17 `spec.externalName` must be text, not true or false (`true`). Write it in quotes (Service).",
  ],
])("%s", async (_, spec, expected) => {
  expect(await told(service(spec))).toEqual([expected]);
});

test("a quantity is written as Kubernetes reads it", async () => {
  const claim = (storage: string) =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: a }\nspec:\n  resources: { requests: { storage: ${storage} } }\n`;
  expect(await told(claim("2GB"))).toEqual([
    "5:37 `spec.resources.requests.storage` must be a quantity such as `500m` or `2Gi`, not `2GB` (PersistentVolumeClaim).",
  ]);
  for (const good of ["2Gi", "500m", "1e3", "2", "0.5", ".5G", '"2"', "12E"])
    expect(await told(claim(good))).toEqual([]);
});

test.each([
  ["an empty value, as what is left out", service("selector:")],
  [
    "a port by name or number",
    service("ports: [{ port: 80, targetPort: http }, { port: 81, targetPort: 8080, name: b }]"),
  ],
  [
    "octal and other numbers",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: '0755', b: \"yes\" }\n",
  ],
  ["kinds of others", "apiVersion: example.org/v1\nkind: Service\nspec: { selecter: 1 }\n"],
  ["what is no manifest", "selecter: 1\n"],
  ["what the cluster wrote", `${service("clusterIP: None")}status: { anything: 1 }\n`],
  [
    "what is missing, which another rule tells",
    "apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ name: a }] }\n",
  ],
  ["the directives of a patch", service("$patch: delete")],
  ["a template", "apiVersion: v1\nkind: Service\nspec:\n  {{ .Values.key }}: 1\n  selecter: 2\n"],
])("says nothing of %s", async (_, text) => {
  expect(await told(text, "charts/a/templates/a.yaml")).toEqual([]);
});

test("each item of a List, and each document, by its own kind", async () => {
  const list = "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    spec: { a: 1 }\n";
  expect(await told(`a: 1\n---\n${list}`)).toEqual(["8:13 Unknown field `a` in `spec` (Service)."]);
});

test("Argo CD's kinds", async () => {
  const text =
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { nam: a }\nspec: { projct: a, source: { repoURL: 1 } }\n";
  expect(await told(text)).toEqual([
    "3:13 Unknown field `nam` in `metadata`. Did you mean `name` (Application)?",
    "4:9 Unknown field `projct` in `spec`. Did you mean `project` (Application)?",
    "4:39 `spec.source.repoURL` must be text, not a number (`1`). Write it in quotes (Application).",
  ]);
});

test("names that objects inherit are fields like others", async () => {
  expect(await told("apiVersion: v1\nkind: constructor\n")).toEqual([]);
  expect(await told(service("constructor: 1"))).toEqual([expect.stringContaining("Unknown field `constructor`")]);
});

test("a quantity without end costs little", async () => {
  const limit = `resources: { limits: { cpu: "${"1".repeat(300_000)}x" } }`;
  const text = `apiVersion: v1\nkind: Pod\nspec: { containers: [{ name: a, ${limit} }] }\n`;
  expect(await told(text)).toHaveLength(1);
});
