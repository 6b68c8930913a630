import { describe, expect, test } from "vitest";
import { dag, airflow3 as inventory, told } from "./inspect-dependencies.ts";

describe("by the node's Python", () => {
  test.each([
    ["import imp", "3.12", ["1:8 `imp` was last in Python 3.11; the node has Python 3.12."]],
    ["import imp", "3.11", []],
    ["import telnetlib as t", "3.13", ["1:8 `telnetlib` was last in Python 3.12; the node has Python 3.13."]],
    ["from distutils.version import V", "3.12", ["1:6 `distutils` was last in Python 3.11; the node has Python 3.12."]],
    ["import tomllib", "3.10", ["1:8 `tomllib` came with Python 3.11; the node has Python 3.10."]],
    ["import tomllib", "3.11", []],
    ["def f():\n    import cgi", "3.13", ["2:12 `cgi` was last in Python 3.12; the node has Python 3.13."]],
  ])("%j on %s", async (line, python, wanted) => {
    expect(await told("DEP-003", dag(line), { python })).toEqual(wanted);
  });
});

test("guards", async () => {
  const text = dag("try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib");
  expect(await told("DEP-003", text, { python: "3.10" })).toEqual([]);
});

test("who else brings it", async () => {
  const withSetuptools = { ...inventory, packages: { ...inventory.packages, setuptools: "75.0" } };
  expect(await told("DEP-003", dag("import distutils"), { inventory: withSetuptools })).toEqual([]);
  expect(await told("DEP-003", dag("import distutils"), { inventory })).toHaveLength(1);
  expect(await told("DEP-003", dag("import cgi"), { python: "3.13", others: { "dags/cgi.py": "" } })).toEqual([]);
  const others = { "requirements.txt": "standard-telnetlib==3.13.0\n" };
  expect(await told("DEP-003", dag("import telnetlib"), { python: "3.13", others })).toEqual([]);
});
