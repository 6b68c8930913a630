import { describe, expect, test } from "vitest";
import { loadPythonTools } from "../../src/analysis/python-tools.ts";
import { readModule } from "../../src/analysis/read-module.ts";
import type { DagModule } from "../../src/python/dag-model.ts";

const tools = await loadPythonTools();

function read(text: string): DagModule {
  return readModule(text, tools.findSyntaxProblems(text, "3.12"), tools);
}

function idsOf(text: string): readonly (string | null)[] {
  return read(text).dags.map((dag) => dag.dagId);
}

const head = "from airflow.sdk import DAG, Param, dag, task\n";

describe("ways to write a DAG that are known exactly", () => {
  test.each([
    ["with", 'with DAG("a"):\n    pass\n', ["a"]],
    ["with … as", 'with DAG(dag_id="a", schedule=None) as d:\n    pass\n', ["a"]],
    ["two in one with", 'with DAG("a"), DAG("b"):\n    pass\n', ["a", "b"]],
    ["an assignment", 'd = DAG("a")\n', ["a"]],
    ["a decorator", '@dag(dag_id="a")\ndef f(): ...\nf()\n', ["a"]],
    ["a decorator with a positional id", '@dag("a")\ndef f(): ...\nf()\n', ["a"]],
    ["a decorator named after its function", "@dag()\ndef f(): ...\nf()\n", ["f"]],
    ["a bare decorator", "@dag\ndef f(): ...\nd = f()\n", ["f"]],
    ["an id from a constant", 'ID = "a" + "_b"\nwith DAG(ID):\n    pass\n', ["a_b"]],
    ["adjacent literals", 'with DAG("a" "_" \'b\'):\n    pass\n', ["a_b"]],
    ["an f-string without fields", 'with DAG(f"a{{}}"):\n    pass\n', ["a{}"]],
    ["a raw string", 'with DAG(r"a\\n"):\n    pass\n', ["a\\n"]],
    ["escapes", 'with DAG("\\x61\\u00e9\\n"):\n    pass\n', ["aé\n"]],
    ["none at all", "x = 1\n", []],
    ["an f-string with a field that is known", 'x = 1\nwith DAG(f"a_{x}"):\n    pass\n', ["a_1"]],
    ["a name that is bound twice", 'ID = "a"\nID = "b"\nwith DAG(ID):\n    pass\n', ["b"]],
    ["a loop", 'for n in "ab":\n    with DAG("x_" + n):\n        pass\n', ["x_a", "x_b"]],
    ["a function", 'def make():\n    return DAG("a")\nd = make()\n', ["a"]],
    ["globals()", 'for n in "ab":\n    globals()[n] = DAG(n)\n', ["a", "b"]],
    ["a call in a function", "@dag\ndef f(): ...\ndef g():\n    f()\ng()\n", ["f"]],
    ["@asset", "from airflow.sdk import asset\n@asset(schedule=None)\ndef a(): ...\n", ["a"]],
  ])("%s", (_, text, ids) => {
    expect(read(head + text)).toMatchObject({ certainty: "exact", reason: null });
    expect(idsOf(head + text)).toEqual(ids);
  });

  test.each([
    ["from airflow import DAG", "DAG"],
    ["from airflow.models import DAG", "DAG"],
    ["from airflow.models.dag import DAG as D", "D"],
    ["import airflow.models as m", "m.DAG"],
    ["import airflow", "airflow.DAG"],
    ["import airflow.models.dag", "airflow.models.dag.DAG"],
  ])("%s", (line, name) => {
    expect(read(`${line}\nwith ${name}("a"):\n    pass\n`)).toMatchObject({
      certainty: "exact",
      dags: [{ dagId: "a" }],
    });
  });

  test("a class that is only called DAG is none of Airflow's", () => {
    expect(idsOf('from graphs import DAG  # not airflow\nwith DAG("a"):\n    pass\n')).toEqual([]);
  });

  test("a file that Airflow's safe mode passes over has none", () => {
    expect(read('with DAG("a"):\n    pass\n')).toMatchObject({ dags: [], certainty: "exact", reason: null });
  });
});

describe("what cannot be known is said so, and never `exact`", () => {
  test.each([
    ["an id from a variable", "import os\nwith DAG(os.environ['X']):\n    pass\n"],
    ["a branch", 'from common import FLAG as flag\nif flag:\n    d = DAG("a")\n'],
    ["an f-string with a field", 'import os\nwith DAG(f"a_{os.name}"):\n    pass\n'],
    ["a loop over what is not known", 'import os\nfor n in os.listdir():\n    with DAG("x"):\n        pass\n'],
    ["a try", 'import os\ntry:\n    os.stat("x")\n    d = DAG("a")\nexcept Exception:\n    pass\n'],
    ["a name of globals() that is not known", "import os\nglobals()[os.name] = os.getcwd\n"],
    ["two DAGs with one id", 'd = DAG("a")\ne = DAG("a")\n'],
    ["auto_register of something unknown", 'import os\nwith DAG("a", auto_register=os.name == "x"):\n    pass\n'],
    ["exec", 'exec("x")\n'],
    ["arguments that are passed on", 'with DAG("a", **kw):\n    pass\n'],
    ["a star import", "from common import *\n"],
    ["a name imported from the repository", "from common import nightly\n"],
    ["a factory of a package", "import dagfactory\ndagfactory.load_yaml_dags(x)\n"],
    ["a decorated function that is handed on", "@dag\ndef f(): ...\nregister(f)\n"],
  ])("%s", (_, text) => {
    const module = read(head + text);
    const isExact = module.certainty === "exact" && module.dags.every((dag) => dag.certainty === "exact");
    expect(isExact).toBe(false);
    const reasons = [module.reason, ...module.dags.map((dag) => dag.reason)];
    expect(reasons.some((reason) => typeof reason === "string")).toBe(true);
  });

  test("a syntax error", () => {
    expect(read(`${head}with DAG("a":\n`)).toMatchObject({ certainty: "unknown", dags: [] });
  });
});

describe("parameters", () => {
  test("literal keys, types of Param, and where they stand", () => {
    const [dag] = read(
      `${head}with DAG("a", params={"n": Param(1, type=["integer", "null"]), 'k': 2}):\n    pass\n`,
    ).dags;
    expect(dag).toMatchObject({
      paramsCertainty: "exact",
      params: [
        {
          name: "n",
          types: ["integer", "null"],
          span: { start: { line: 2, column: 23 }, end: { line: 2, column: 26 } },
        },
        { name: "k", types: null },
      ],
    });
  });

  test("of a decorated function are its arguments too", () => {
    const [dag] = read(`${head}@dag(params={"a": 1})\ndef f(b, c: int = 1, *, d=2): ...\nf()\n`).dags;
    expect(dag).toMatchObject({ paramsCertainty: "exact" });
    expect(dag?.params.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
  });

  test.each(["params=PARAMS", "params={**PARAMS}", "params={PARAMS: 1}", "**PARAMS"])("%s is partial", (argument) => {
    const text = `${head}from common import PARAMS\nwith DAG("a", ${argument}):\n    pass\n`;
    expect(read(text).dags[0]).toMatchObject({
      paramsCertainty: "partial",
    });
  });
});

test("whether a decorated function is called", () => {
  const called = (text: string) => read(head + text).dags[0]?.isCalled;
  expect(called("@dag\ndef f(): ...\n")).toBe(false);
  expect(called("@dag\ndef f(): ...\nf()\n")).toBe(true);
  expect(called("@dag\ndef f(): ...\nfs = [f]\n")).toBe(false);
  expect(called("from common import register\n@dag\ndef f(): ...\nregister(f)\n")).toBeNull();
});

test("spans count UTF-16 code units from 1, also after characters outside the basic plane and with CRLF", () => {
  const text = `${head}x = "😀"; d = DAG("a")\n`.replaceAll("\n", "\r\n");
  const line = text.split("\n")[1] ?? "";
  const span = read(text).dags[0]?.idSpan;
  expect(span?.start.line).toBe(2);
  expect(line.slice((span?.start.column ?? 0) - 1, (span?.end.column ?? 0) - 1)).toBe('"a"');
});

test("1,000 additions do no harm", () => {
  expect(read(`${head}x = ${'"a" + '.repeat(1000)}"b"\n`).certainty).toBeDefined();
});

test("what holds itself in many ways is gone through once when it is handed on", () => {
  const members = Array.from({ length: 60 }, (_, n) => `    M${n} = "${n}"\n`).join("");
  const text = `${head}from enum import Enum\nclass E(str, Enum):\n${members}\nfrozenset([E.M0, E.M1])\nwith DAG("a"):\n    pass\n`;
  expect(idsOf(text)).toEqual(["a"]);
});
