import { expect, test } from "vitest";
import { dag, airflow3 as inventory, told } from "./inspect-dependencies.ts";

test.each([
  ["pandas==2.2.3", []],
  ["pandas~=2.2", []],
  ["Pandas<2", ["1:1 `Pandas<2` is asked for; the node has `2.2.3`."]],
  ["pandas!=2.2.*", ["1:1 `pandas!=2.2.*` is asked for; the node has `2.2.3`."]],
  ["pandas", []],
  ["polars==1", []],
  ['pandas<2; python_version < "3.10"', []],
  ['pandas<2; python_version >= "3.10"', ["1:1 `pandas<2` is asked for; the node has `2.2.3`."]],
  ['pandas<2; platform_machine == "arm64"', []],
])("%s", async (text, wanted) => {
  expect(await told("DEP-008", text, { path: "requirements.txt", inventory })).toEqual(wanted);
});

test("in a script block", async () => {
  const text = dag('# /// script\n# dependencies = ["pandas>=3"]\n# ///');
  expect(await told("DEP-008", text, { inventory })).toEqual(["2:20 `pandas>=3` is asked for; the node has `2.2.3`."]);
});

test("a node's version before a release is compared, too", async () => {
  const packages = { pandas: "3.0.0rc1" };
  expect(await told("DEP-008", "pandas>=2\n", { path: "requirements.txt", inventory: { packages } })).toEqual([]);
});

test("without an inventory nothing is said", async () => {
  expect(await told("DEP-008", "pandas<2\n", { path: "requirements.txt", hasNode: true })).toEqual([]);
});
