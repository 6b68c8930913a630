import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string, path = "dags/acme/a.py") =>
  placesIn("DAG-024", "", { files: [{ path, text }], context: [{ path: "dags/acme/b.py", text: "x = 1\n" }] });
const dag = 'from airflow.sdk import DAG, dag\nwith DAG("d"):\n    pass\n';

test.each([
  [`from .b import x\n${dag}`, ["1:1"]],
  [`from . import b\n${dag}`, ["1:1"]],
  [`from airflow.sdk import dag\nfrom .b import x\n@dag\ndef d(): ...\nd()\n`, ["2:1"]],
  [`from airflow.sdk import dag\nfrom .b import x\n@dag(schedule=None)\ndef d(): ...\nd()\n`, ["2:1"]],
  [`from acme.b import x\n${dag}`, []],
  [`try:\n    from .b import x\nexcept ImportError:\n    from acme.b import x\n${dag}`, []],
  [`from airflow.sdk import DAG, task\n@task\ndef f():\n    from .b import x\nwith DAG("d"):\n    f()\n`, []],
  // A module that others import: the words are in it, and it makes none.
  ['from airflow.sdk import DAG\nfrom .b import x\ndef make():\n    return DAG("d")\n', []],
  ['"""Operators for airflow dags."""\nfrom .b import x\n', []],
])("%s", async (text, expected) => {
  expect(await places(text)).toEqual(expected);
});

test("plugins are no DAG files", async () => {
  expect(await places(`from .b import x\n${dag}`, "plugins/acme/a.py")).toEqual([]);
});
