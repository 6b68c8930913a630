import { expect, test } from "vitest";
import { applicationExample } from "../../../src/rules/environment/application-example.ts";
import { toldBy } from "./told-by.ts";

const options = { destinations: [{ cluster: "https://kubernetes.default.svc", namespaces: ["airflow", "airflow-*"] }] };
const told = (text: string) => toldBy("ENV-019", text, { options });
const says = (place: string, namespace: string, cluster = "https://kubernetes.default.svc") =>
  `${place} The namespace \`${namespace}\` of \`${cluster}\` is no place that may be deployed to.`;

test("a namespace or a cluster that is not listed", async () => {
  expect(await told(applicationExample({ namespace: "airflow-live" }))).toEqual([]);
  expect(await told(applicationExample({ namespace: "argocd" }))).toEqual([says("12:3", "argocd")]);
  expect(await told(applicationExample().replace("https://kubernetes.default.svc", "https://other"))).toEqual([
    says("12:3", "airflow", "https://other"),
  ]);
});

test("the cluster that Argo CD runs in is the same by its name and by its URL", async () => {
  const byUrl = applicationExample({ namespace: "airflow" }).replace(/server: \S+/, "name: in-cluster");
  expect(byUrl).toContain("name: in-cluster");
  expect(await told(byUrl)).toEqual([]);
  const byName = { destinations: [{ cluster: "in-cluster", namespaces: ["airflow"] }] };
  expect(await toldBy("ENV-019", applicationExample({ namespace: "airflow" }), { options: byName })).toEqual([]);
  expect(await toldBy("ENV-019", applicationExample({ namespace: "argocd" }), { options: byName })).toEqual([
    says("12:3", "argocd"),
  ]);
});

test("those of a project, but for wildcards, which another rule tells", async () => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: AppProject
spec:
  destinations:
    - { server: "https://kubernetes.default.svc", namespace: airflow }
    - { server: "*", namespace: airflow }
    - { server: "!https://a", namespace: airflow }
    - { name: edge, namespace: airflow }
`;
  expect(await told(text)).toEqual([says("8:7", "airflow", "edge")]);
});

test("one that is filled in later is open; without a list nothing is said", async () => {
  expect(await told(applicationExample({ namespace: "'{{ name }}'" }))).toEqual([
    "open: a destination is named only when its template is filled in",
  ]);
  expect(await toldBy("ENV-019", applicationExample({ namespace: "x" }))).toEqual([]);
});
