import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (data: string, more = "") =>
  toldBy("ENV-007", `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\n${more}${data}\n`);

test("data in base64 or as text", async () => {
  expect(await told("data:\n  user: YWRh")).toEqual(["6:9 This Secret has the value of `user` in plain sight."]);
  expect(await told("stringData:\n  empty: ''\n  user: ada\n  pin: 1234")).toEqual([
    "7:9 This Secret has the values of `user` and 1 more in plain sight.",
  ]);
});

test.each([
  ["nothing in it", "type: Opaque"],
  ["placeholders", `stringData:\n  a: <path:kv/data/x#y>\n  b: \${B}\n  c: $(C)\n  d: '{{ .d }}'\n  e: ''`],
  ["values that SOPS encrypted", "stringData:\n  a: ENC[AES256_GCM,data:abc,type:str]"],
])("says nothing of a Secret with %s", async (_, data) => {
  expect(await told(data)).toEqual([]);
});

test("of Argo CD's repositories only the credentials", async () => {
  const label = "  labels: { argocd.argoproj.io/secret-type: repository }\n";
  expect(await told("stringData:\n  type: git\n  url: https://git.example.org/a", label)).toEqual([]);
  expect(await told("stringData:\n  url: https://git.example.org/a\n  password: a-b-c", label)).toEqual([
    "8:13 This Secret has the value of `password` in plain sight.",
  ]);
});

test("in a template, what is written out", async () => {
  const text =
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  a: {{ .Values.a | b64enc }}\n  b: YWRh\n";
  expect(await toldBy("ENV-007", text, { path: "charts/a/templates/a.yaml" })).toEqual([
    "7:6 This Secret has the value of `b` in plain sight.",
  ]);
});

test("no other kind", async () => {
  expect(await toldBy("ENV-007", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b\n")).toEqual([]);
  expect(
    await toldBy("ENV-007", "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  encryptedData: { a: b }\n"),
  ).toEqual([]);
});

test("what Kustomize makes a Secret of", async () => {
  const text =
    "secretGenerator:\n  - name: a\n    literals: [user=ada, empty=, other]\n  - name: b\n    files: [b.txt]\n";
  expect(await toldBy("ENV-007", text, { path: "argocd/kustomization.yaml" })).toEqual([
    "3:16 This Secret has the value of `user` in plain sight.",
  ]);
});
