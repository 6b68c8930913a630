import { describe, expect, test } from "vitest";
import { inspectTexts, type TextFile } from "../../analysis/inspect-texts.ts";

const inspect = async (path: string, text: string, context: readonly TextFile[] = []) =>
  (await inspectTexts({ files: [{ path, text }], context })).findings
    .filter(({ rule }) => rule === "DAG-031")
    .map(({ message }) => message);

const inspectAs = async (kind: string, text: string) =>
  (await inspectTexts({ files: [{ path: "charts/a.py", text, kind }] })).findings
    .map(({ rule }) => rule)
    .filter((rule) => rule === "DAG-031");

const dag = 'from airflow.sdk import DAG\nwith DAG("d"):\n    ...\n';
const location = "import dagster as dg\n@dg.asset\ndef a(): ...\n";

describe("what looks like a DAG", () => {
  test.each(["flows/a.py", "a.py", "docs/a.py", "tests/deep/test_a.py", "dags.py", "Dags/a.py"])(
    "in %s, where Airflow finds it and nobody looks",
    async (path) => {
      expect(await inspect(path, dag)).toEqual([`\`${path}\` looks like a DAG, and no rule for one looks at it.`]);
    },
  );

  test.each([
    ["from airflow.decorators import dag\n\n@dag(schedule=None)\ndef d(): ...\n", 1],
    ["import airflow\nd = airflow.DAG('d')\n", 1],
    ["from airflow.models import DagBag\n", 0],
    ["# airflow: DAG(x)\n", 0],
  ])("%j", async (text, count) => {
    expect(await inspect("flows/a.py", text)).toHaveLength(count);
  });

  test.each(["dags/a.py", "plugins/a.py", "flows/a.txt"])("in %s, which is seen or no DAG", async (path) => {
    expect(await inspect(path, dag)).toEqual([]);
  });

  test.each(["docs", "ci", "job", "node", "result"])(
    "of the kind `%s`, for which no rule takes it for a DAG",
    async (kind) => {
      expect(await inspectAs(kind, dag)).toEqual(["DAG-031"]);
      expect(await inspectAs(kind, location)).toEqual(["DAG-031"]);
      expect(await inspectAs(kind, "import airflow\n")).toEqual([]);
    },
  );

  test("of the kind `dag`, wherever it stands", async () => {
    expect(await inspectAs("dag", dag)).toEqual([]);
    expect(await inspectAs("dag", location)).toEqual([]);
  });

  test("which an `.airflowignore` names", async () => {
    const ignore = { path: ".airflowignore", text: "tests/**\n" };
    expect(await inspect("tests/a.py", dag, [ignore])).toEqual([]);
    expect(await inspect("flows/a.py", dag, [ignore])).toHaveLength(1);
  });
});

describe("what looks like a code location of Dagster", () => {
  test.each([
    location,
    "from dagster import Definitions\ndefs = Definitions()\n",
    "from dagster import Definitions\ndefs = Definitions.merge(a)\n",
    "from dagster import definitions\n@definitions\ndef defs(): ...\n",
    "from dagster import multi_asset\n@multi_asset(specs=[])\ndef a(): ...\n",
  ])("%j", async (text) => {
    expect(await inspect("study/a.py", text)).toEqual([
      "`study/a.py` looks like a code location of Dagster, and no rule for one looks at it.",
    ]);
  });

  test.each([
    ["study/a.py", "from dagster import get_dagster_logger\n"],
    ["tests/test_a.py", location],
    ["docs/a.py", location],
    ["dags/a.py", location],
  ])("%s: %j is none, or is seen", async (path, text) => {
    expect(await inspect(path, text)).toEqual([]);
  });
});
