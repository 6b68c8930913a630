import { expect, test } from "vitest";
import { applicationExample } from "../../../src/rules/environment/application-example.ts";
import { toldBy } from "./told-by.ts";

const options = { sources: ["https://git.example.org/acme/*", "oci://a.example.org/charts"] };
const told = (text: string) => toldBy("ENV-018", text, { options });

test("a repository that is not listed", async () => {
  expect(await told(applicationExample({ repository: "https://git.example.org/else/a.git" }))).toEqual([
    "9:14 `https://git.example.org/else/a.git` is no repository that may be deployed from.",
  ]);
  expect(await told(applicationExample())).toEqual([]);
  expect(await told(applicationExample({ repository: "https://git.example.org/acme" }))).toHaveLength(1);
});

test("each of several sources, and those of a project", async () => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  sources:
    - repoURL: https://git.example.org/acme/a
    - repoURL: https://other.example.org/a
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
spec:
  sourceRepos: [oci://a.example.org/charts, https://other.example.org/b, '*']
`;
  expect(await told(text)).toEqual([
    "6:16 `https://other.example.org/a` is no repository that may be deployed from.",
    "11:45 `https://other.example.org/b` is no repository that may be deployed from.",
  ]);
});

test("one that is filled in later is open; without a list nothing is said", async () => {
  expect(await told(applicationExample({ repository: "'{{ url }}'" }))).toEqual([
    "open: a repository is named only when its template is filled in",
  ]);
  expect(await toldBy("ENV-018", applicationExample({ repository: "x" }))).toEqual([]);
});

test("what an ApplicationSet makes its Applications of", async () => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
spec:
  generators:
    - list:
        template:
          spec: { source: { repoURL: https://one.example.org } }
  template:
    spec: { sourceHydrator: { drySource: { repoURL: https://two.example.org } } }
  templatePatch: "{}"
`;
  expect(await told(text)).toEqual([
    "7:38 `https://one.example.org` is no repository that may be deployed from.",
    "9:53 `https://two.example.org` is no repository that may be deployed from.",
    "open: a `templatePatch` may change the repository",
  ]);
});
