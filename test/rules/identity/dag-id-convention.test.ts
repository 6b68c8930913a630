import { expect, test } from "vitest";
import { dagIdConvention } from "../../../src/rules/identity/dag-id-convention.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

async function answersOf(pattern: string, path: string, id: string, repository?: string) {
  const { findings, indeterminate } = await inspectTexts({
    files: [{ path, text: `from airflow.sdk import DAG\nwith DAG(${id}):\n    pass\n` }],
    severities: { "IDN-001": { severity: null, options: { pattern } } },
    known: knownOf(repository === undefined ? {} : { repository }),
  });
  const isOurs = ({ rule }: { rule: string }) => rule === "IDN-001";
  return [findings.filter(isOurs).length, indeterminate.filter(isOurs).length];
}

test.each([
  ["{package}_{dag}", "dags/acme/a.py", '"acme_nightly"', undefined, [0, 0]],
  ["{package}_{dag}", "dags/acme/deep/a.py", '"acme_nightly"', undefined, [0, 0]],
  ["{package}_{dag}", "dags/acme/a.py", '"nightly"', undefined, [1, 0]],
  ["{package}_{dag}", "dags/acme/a.py", '"acme_"', undefined, [1, 0]],
  ["{package}_{dag}", "dags/ac-me/a.py", '"ac_me_nightly"', undefined, [0, 0]],
  ["{package}_{dag}", "dags/a.py", '"study_x"', "acme/study", [0, 0]],
  ["{package}_{dag}", "dags/a.py", '"x"', "acme/study", [1, 0]],
  ["{package}_{dag}", "dags/a.py", '"x"', undefined, [0, 1]],
  ["{package}_{dag}", "dags/acme/a.py", "name", undefined, [0, 1]],
  ["{repository}.{file}", "dags/acme/a.py", '"study.a"', "acme/study", [0, 0]],
  ["{repository}.{file}", "dags/acme/a.py", '"studyxa"', "acme/study", [1, 0]],
  ["team_{dag}", "dags/a.py", '"team_x"', undefined, [0, 0]],
  ["", "dags/a.py", '"x"', undefined, [0, 0]],
] as const)("%s: %s with %s", async (pattern, path, id, repository, expected) => {
  expect(await answersOf(pattern, path, id, repository)).toEqual(expected);
});

test.each([["{dag}_{dag}"], ["{other}"], ["a b"], ["(a+)+"]])("%s is no pattern", (pattern) => {
  expect(() => dagIdConvention.options.parse({ pattern })).toThrow();
});
