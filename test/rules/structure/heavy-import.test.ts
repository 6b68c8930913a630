import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const dag = 'from airflow.sdk import DAG\nwith DAG("d"):\n    pass\n';

test.each([
  ["import pandas as pd\n", ["1:8"]],
  ["from sklearn.linear_model import Ridge\n", ["1:6"]],
  ["import pandas\nimport pandas.testing\n", ["1:8"]],
  ["import numpy, pandas\n", ["1:8", "1:15"]],
  ["import json\n", []],
  ["import pandas_extras\n", []],
  ["from .pandas import read\n", []],
  ["def f():\n    import pandas\n", []],
  ["try:\n    import pandas\nexcept ImportError:\n    pandas = None\n", []],
  ["from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\n", []],
])("%s", async (code, expected) => {
  expect(await placesIn("DAG-020", code + dag)).toEqual(expected);
});

test("a file without DAGs is not parsed again and again", async () => {
  expect(await placesIn("DAG-020", "import pandas\n")).toEqual([]);
});

test("the policy says what takes long", async () => {
  const severities = { "DAG-020": { severity: null, options: { modules: ["google.cloud"] } } };
  const told = (code: string) => placesIn("DAG-020", code + dag, { severities });
  expect(await told("import pandas\n")).toEqual([]);
  expect(await told("import google.auth\n")).toEqual([]);
  expect(await told("from google.cloud import storage\n")).toEqual(["1:6"]);
});
