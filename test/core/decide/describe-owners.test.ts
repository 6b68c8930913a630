import { expect, test } from "vitest";
import { areOwners } from "../../../src/core/decide/describe-owners.ts";

test.each<readonly [string, boolean]>([
  ["the owners of patients (team:acme/patients)", true],
  ["dc or the owners of patients (team:acme/patients)", true],
  ["dc or stewards or the owners of patients (team:acme/patients)", true],
  ["the owners of patients (team:acme/p) or the owners of births (team:acme/b)", true],
  ["dc", false],
  ["dc or stewards", false],
  ["the owners", false],
  ["an allowed use of datasets in jobs/the owners of patients.yml", false],
  ["label ask the owners of patients from dc", false],
])("owners of datasets are among those who are awaited: %s, %s", (awaited, answer) => {
  expect(areOwners(awaited)).toBe(answer);
});
