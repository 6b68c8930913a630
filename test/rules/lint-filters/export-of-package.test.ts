import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test.each([
  ["dags/a.py", ["F401 1", "F403 2"]],
  ["dags/shared/__init__.py", []],
  ["__init__.py", []],
  ["dags/not__init__.py", ["F401 1", "F403 2"]],
])("imports of %s", async (path, expected) => {
  expect(await lintOf(["F401", "F403"], "import os\nfrom x import *\n", { path })).toEqual(expected);
});
