import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldBy } from "./told-by.ts";

const chart = (dependency: string) => `apiVersion: v2\nname: a\nversion: 1.2.3\ndependencies:\n  - ${dependency}\n`;
const remote = 'repository: "https://airflow.apache.org"';
const told = (dependency: string) => toldBy("ENV-032", chart(dependency), { path: "charts/a/Chart.yaml" });

test.each(["^1.2.0", "~1.2.0", ">=1.2.0", ">=1.2.0 <2.0.0", "1.x", "1.2", "*", "1.2.0 || 1.3.0", "1.2.0 - 1.4.0"])(
  "%s is open",
  async (version) => {
    expect(await told(`{ name: b, version: "${version}", ${remote} }`)).toEqual([
      `5:25 The chart \`b\` is taken in any version that fits \`${version}\`.`,
    ]);
  },
);

test.each([
  `{ name: b, version: 1.2.0, ${remote} }`,
  `{ name: b, version: v1.2.0, ${remote} }`,
  `{ name: b, version: "=1.2.0", ${remote} }`,
  `{ name: b, version: 1.2.0-rc.1+build.5, ${remote} }`,
  '{ name: b, version: ^1.2.0, repository: "file://../b" }',
  "{ name: b, version: ^1.2.0 }",
  `{ name: b, ${remote} }`,
  `{ name: b, version: 1.2, ${remote} }`, // a number, which another rule tells
])("%s is closed", async (dependency) => {
  expect(await told(dependency)).toEqual([]);
});

test.each([
  ["charts/a/Chart.lock", 0],
  ["charts/a/charts/b-1.4.0.tgz", 0],
  ["charts/a/charts/b/Chart.yaml", 0],
  ["charts/b/Chart.lock", 1],
  ["charts/a/charts/other-1.4.0.tgz", 1],
])("with %s", async (path, expected) => {
  const { findings } = await inspectTexts({
    files: [{ path: "charts/a/Chart.yaml", text: chart(`{ name: b, version: ^1.2.0, ${remote} }`) }],
    context: [{ path, text: "" }],
  });
  expect(findings.filter(({ rule }) => rule === "ENV-032")).toHaveLength(expected);
});

const application = (source: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec:\n  source: { ${source} }\n`;

test.each([
  ['repoURL: "https://airflow.apache.org", chart: airflow, targetRevision: 1.*', 1],
  ['repoURL: "https://airflow.apache.org", chart: airflow, targetRevision: ">=1.0.0"', 1],
  ['repoURL: "https://airflow.apache.org", chart: airflow, targetRevision: 1.16.0', 0],
  ['repoURL: "https://airflow.apache.org", chart: airflow, targetRevision: "{{ version }}"', 0],
  // A branch of a git repository is no range.
  ['repoURL: "https://git.example.org/a.git", path: charts, targetRevision: main', 0],
])("an Application with %s", async (source, expected) => {
  expect(await toldBy("ENV-032", application(source))).toHaveLength(expected);
});
