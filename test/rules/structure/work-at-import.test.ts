import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const head =
  "import time\nimport psycopg2\nimport requests as r\nfrom airflow.models import Variable\nfrom airflow.hooks.base import BaseHook\nfrom airflow.sdk import DAG, task\n";
const places = (code: string, more = 'with DAG("d"):\n    pass\n') => placesIn("DAG-013", `${head}${code}\n${more}`);

test.each([
  ['x = Variable.get("x")', ["7:5"]],
  ['x = r.get("https://example.org", timeout=5)', ["7:5"]],
  ['x = psycopg2.connect("")', ["7:5"]],
  ['x = BaseHook.get_connection("x")', ["7:5"]],
  ["time.sleep(1)", ["7:1"]],
  ["time.time()", []],
  ['def f():\n    return Variable.get("x")', []],
  ['@task\ndef f():\n    return r.get("x", timeout=5)', []],
  ['x = {}.get("x")', []],
  ['if __name__ == "__main__":\n    time.sleep(1)', []],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});

test("a file without DAGs is not parsed again and again", async () => {
  expect(await places("time.sleep(1)", "")).toEqual([]);
});
