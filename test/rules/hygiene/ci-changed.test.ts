import { expect, test } from "vitest";
import { toldOfChange } from "./inspect-hygiene.ts";

const inspect = (path: string, more: object = {}) => toldOfChange("HYG-018", path, more);

test.each([
  ".github/workflows/ci.yml",
  ".github/actions/build/action.yml",
  ".gitlab-ci.yml",
  ".circleci/config.yml",
  "Jenkinsfile",
  "azure-pipelines.yml",
])("%s", async (path) => {
  expect(await inspect(path)).toEqual([`${path} This change adds \`${path}\`, and with it what CI runs.`]);
});

test("edited, removed, moved away", async () => {
  const path = ".gitlab-ci.yml";
  expect(await inspect(path, { status: "modified" })).toEqual([
    `${path} This change edits \`${path}\`, and with it what CI runs.`,
  ]);
  expect(await inspect(path, { status: "removed" })).toEqual([
    `${path} This change removes \`${path}\`, and with it what CI runs.`,
  ]);
  expect(await inspect("old.yml", { status: "renamed", previousPath: path })).toEqual([
    `old.yml This change moves \`${path}\`, and with it what CI runs.`,
  ]);
});

test.each(["docs/.gitlab-ci.yml", ".github/ISSUE_TEMPLATE/bug.yml", "dags/ci.py"])("%s is none", async (path) => {
  expect(await inspect(path)).toEqual([]);
});
