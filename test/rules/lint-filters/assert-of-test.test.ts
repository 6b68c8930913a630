import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test.each([
  ["dags/a.py", ["S101 1"]],
  ["dags/latest_test_data.py", ["S101 1"]],
  ["dags/contests/a.py", ["S101 1"]],
  ["dags/tests/a.py", []],
  ["dags/test_a.py", []],
  ["dags/a_test.py", []],
  ["dags/conftest.py", []],
])("an assert in %s", async (path, expected) => {
  expect(await lintOf(["S101"], "assert 1 + 1 == 2\n", { path })).toEqual(expected);
});
