import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";
import { dag, airflow3 as inventory, told } from "./inspect-dependencies.ts";

describe("providers", () => {
  test.each([
    ["from airflow.providers.http.hooks.http import HttpHook", []],
    ["from airflow.providers.common.sql.operators.sql import X", []],
    [
      "from airflow.providers.ssh.hooks.ssh import X",
      ["1:6 The node has no provider with `airflow.providers.ssh.hooks.ssh`."],
    ],
    ["from airflow.providers.common.io import X", ["1:6 The node has no provider with `airflow.providers.common.io`."]],
    ["from airflow.providers import ssh", ["1:6 The node has no provider with `airflow.providers.ssh`."]],
  ])("%s", async (line, wanted) => {
    expect(await told("DEP-004", dag(line), { inventory })).toEqual(wanted);
  });
});

test("the package that brings it is named", async () => {
  const text = dag(
    "import airflow.providers.ssh.x",
    "import airflow.providers.common.io.x",
    "import airflow.providers.microsoft.azure.x",
    "import airflow.providers.cncf.kubernetes.operators.pod",
  );
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text }], known: knownOf({ inventory }) });
  expect(findings.filter(({ rule }) => rule === "DEP-004").map(({ remedy }) => /`([^`]+)`/.exec(remedy)?.[1])).toEqual([
    "apache-airflow-providers-ssh",
    "apache-airflow-providers-common-io",
    "apache-airflow-providers-microsoft-azure",
    "apache-airflow-providers-cncf-kubernetes",
  ]);
});

test("one that is declared, or where nothing is known of Airflow", async () => {
  const line = "from airflow.providers.ssh.hooks.ssh import X";
  const others = { "requirements.txt": "apache-airflow-providers-ssh==3.0\n" };
  expect(await told("DEP-004", dag(line), { inventory, others })).toEqual([]);
  expect(await told("DEP-004", dag(line), { hasNode: true })).toEqual([]);
  const opaque = { packages: { "apache-airflow": "3.3.2" }, opaque: ["apache-airflow"] };
  expect(await told("DEP-004", dag(line), { inventory: opaque })).toEqual([]);
});
