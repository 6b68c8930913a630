import { describe, expect, test } from "vitest";
import type { NodeInventory } from "../../../src/domain/inventory.ts";
import { airflow3, dag, told } from "./inspect-dependencies.ts";

const inventory: Partial<NodeInventory> = {
  ...airflow3,
  packages: { ...airflow3.packages, "apache-airflow-providers-http": "6.3.0" },
  classes: {
    "airflow.sdk": ["BaseHook", "DAG", "Variable"],
    "airflow.providers.http": [],
    "airflow.providers.http.hooks": [],
    "airflow.providers.http.hooks.http": ["HttpAsyncHook", "HttpHook"],
    "airflow.providers.http.made": null,
    "airflow.providers.http.operators.http": ["HttpHook", "HttpOperator"],
  },
};
const has = "The node's `apache-airflow-providers-http` 6.3.0 has no";

describe("classes and modules of a provider", () => {
  test.each([
    ["from airflow.providers.http.hooks.http import HttpHook, HttpAsyncHook as X", []],
    ["from airflow.providers.http.hooks.http import *", []],
    ["from airflow.providers.http.hooks.http import http_helper, TIMEOUT", []], // these are not written down
    ["from airflow.providers.http import hooks, operators", []],
    ["import airflow.providers.http.hooks.http", []],
    [
      "from airflow.providers.http.hooks.http import HttpHook, OldHook",
      [`1:6 ${has} \`OldHook\` in \`airflow.providers.http.hooks.http\`.`],
    ],
    [
      "from airflow.providers.http.operators import HttpOperator",
      [`1:6 ${has} \`HttpOperator\` in \`airflow.providers.http.operators\`.`],
    ],
    ["import airflow.providers.http.sensors.http", [`1:8 ${has} module \`airflow.providers.http.sensors.http\`.`]],
    ["from airflow.sdk import Asset", ["1:6 The node's `apache-airflow-task-sdk` has no `Asset` in `airflow.sdk`."]],
    ["from airflow.providers.ssh.hooks.ssh import SSHHook", []], // DEP-004 says that there is none
    ["try:\n    from airflow.providers.http.hooks.http import OldHook\nexcept ImportError:\n    pass", []],
    ["from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from airflow.providers.http.hooks.http import Old", []],
  ])("%s", async (line, wanted) => {
    expect(await told("DEP-016", dag(line), { inventory })).toEqual(wanted);
  });
});

test("another version that the repository asks for is another rule's matter", async () => {
  const line = dag("from airflow.providers.http.hooks.http import OldHook");
  const asked = (text: string) => told("DEP-016", line, { inventory, others: { "requirements.txt": text } });
  expect(await asked("apache-airflow-providers-http==5.0\n")).toEqual([]);
  expect(await asked("apache-airflow-providers-http>=6\n")).toHaveLength(1);
});

test("what is not known is said, once a file", async () => {
  const made = "from airflow.providers.http.made import Anything\nfrom airflow.providers.http.made.inside import Other";
  expect(await told("DEP-016", dag(made), { inventory })).toEqual([
    "open: Whether the node's `airflow.providers.http.made` and `airflow.providers.http.made.inside` have the classes that are imported cannot be known: the inventory does not tell of them, or they make their names as they run.",
  ]);
  const line = "from airflow.providers.http.hooks.http import HttpHook";
  expect(await told("DEP-016", dag(line), { inventory: airflow3 })).toEqual([
    "open: Whether the node's `airflow.providers.http.hooks.http` has the classes that are imported cannot be known: its inventory tells of none; run `countersign inventory` there again.",
  ]);
});
