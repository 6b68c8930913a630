import { describe, expect, test } from "vitest";
import { dag, airflow3 as inventory, told } from "./inspect-dependencies.ts";

const missing = (name: string, at = "1:8"): string =>
  `${at} The node has no \`${name}\`, and nothing in the repository declares it.`;

describe("what is there", () => {
  test.each([
    "import json, os.path",
    "import pandas.api.types",
    "from pandas import DataFrame",
    "from google.auth import default",
    "from google import auth",
    "import google",
    "from airflow.models import DAG as D",
    "import acme_other.common",
    "from . import x",
    "from __future__ import annotations",
  ])("%s", async (line) => {
    expect(await told("DEP-001", dag(line), { inventory })).toEqual([]);
  });

  test.each([
    ["beside it", "dags/helpers.py"],
    ["a package above", "helpers/__init__.py"],
    ["below src", "src/helpers/sub/x.py"],
    ["a stub or compiled module", "lib/helpers.pyi"],
  ])("a module of the repository: %s", async (_, path) => {
    expect(await told("DEP-001", dag("import helpers"), { inventory, others: { [path]: "x = 1\n" } })).toEqual([]);
  });

  test.each([
    ["requirements.txt", "polars==1.0\n"],
    ["docker/airflow/requirements-dags.txt", "polars\n"],
    ["pyproject.toml", '[project]\ndependencies = ["polars"]\n'],
  ])("declared in %s", async (path, text) => {
    expect(await told("DEP-001", dag("import polars"), { inventory, others: { [path]: text } })).toEqual([]);
  });

  test("declared in the file itself", async () => {
    const script = '# /// script\n# dependencies = ["polars"]\n# ///\nimport polars\n';
    expect(await told("DEP-001", dag(script), { inventory })).toEqual([]);
    expect(await told("DEP-001", dag('"""X.\n\nDependencies:\n  - polars\n"""\nimport polars'), { inventory })).toEqual(
      [],
    );
  });

  test.each([
    ["scikit-learn", "import sklearn.cluster"],
    ["PyYAML", "import yaml"],
    ["google-cloud-bigquery", "from google.cloud import bigquery"],
    ["google-cloud-bigquery", "import google.cloud.bigquery.table"],
    ["python-acme", "import acme"],
    ["acme-client", "import acme"],
    ["ruamel.yaml", "from ruamel import yaml"],
  ])("declared as %s: %s", async (name, line) => {
    expect(await told("DEP-001", dag(line), { inventory, others: { "requirements.txt": `${name}\n` } })).toEqual([]);
  });
});

describe("what is left alone", () => {
  test.each([
    "try:\n    import polars\nexcept ImportError:\n    polars = None",
    "if TYPE_CHECKING:\n    import polars",
    "if sys.version_info >= (3, 13):\n    import polars",
    "def f():\n    import polars",
  ])("%j", async (line) => {
    expect(await told("DEP-001", dag(line), { inventory })).toEqual([]);
  });

  test("files that Airflow passes over, and tests", async () => {
    expect(await told("DEP-001", "import polars\n", { inventory })).toEqual([]);
    expect(await told("DEP-001", dag("import pytest"), { inventory, path: "dags/tests/test_a.py" })).toEqual([]);
  });

  test("what the policy says the node has", async () => {
    expect(await told("DEP-001", dag("import polars"), { inventory, options: { provided: ["polars"] } })).toEqual([]);
  });
});

describe("what is missing", () => {
  test.each([
    ["import polars", "polars", "1:8"],
    ["import json, polars.io", "polars.io", "1:14"],
    ["from google.cloud import bigquery", "google.cloud", "1:6"],
    ["from google import cloud", "google.cloud", "1:6"],
    ["import constructor", "constructor", "1:8"],
    ["try:\n    import polars\nfinally:\n    pass", "polars", "2:12"],
  ])("%j", async (line, name, at) => {
    expect(await told("DEP-001", dag(line), { inventory })).toEqual([missing(name, at)]);
  });

  test("a plugin needs no word of Airflow", async () => {
    expect(await told("DEP-001", "import polars\n", { inventory, path: "plugins/x.py" })).toEqual([missing("polars")]);
  });

  test("a package of another name does not bring it", async () => {
    const others = { "requirements.txt": "requests==2\n" };
    expect(await told("DEP-001", dag("import polars"), { inventory, others })).toEqual([missing("polars")]);
  });
});

describe("what cannot be known is said once for a file", () => {
  const text = dag("import polars", "import numpy.linalg", "import json", "def f():\n    import scipy");

  test("without an inventory", async () => {
    expect(await told("DEP-001", text, { hasNode: true })).toEqual([
      "open: whether `numpy`, `polars` and `scipy` can be imported on the node cannot be known: the node's packages are not known; name an inventory in the node's file",
    ]);
  });

  test("without a node and without declarations there is nothing to hold them against", async () => {
    expect(await told("DEP-001", text)).toEqual([]);
  });

  test("a package of which nobody knows what it brings", async () => {
    const others = { "requirements.txt": "acme-tools==1.0\n" };
    expect(await told("DEP-001", dag("import polars"), { inventory, others })).toEqual([
      "open: whether `polars` can be imported on the node cannot be known: it may come with `acme-tools`, of which it is not known what it brings",
    ]);
    expect(await told("DEP-001", dag("import polars, acme_tools"), { inventory, others })).toEqual([missing("polars")]);
  });

  test("a setup.py, and an installed package that does not tell", async () => {
    const [ofSetup] = await told("DEP-001", dag("import polars"), { inventory, others: { "setup.py": "" } });
    expect(ofSetup).toContain("`setup.py` may ask for it");
    const opaque = { ...inventory, packages: { ...inventory.packages, "acme-lib": "1" }, opaque: ["acme-lib"] };
    const [ofOpaque] = await told("DEP-001", dag("import polars"), { inventory: opaque });
    expect(ofOpaque).toContain("it may come with `acme-lib`");
  });
});
