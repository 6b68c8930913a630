import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const head = "from airflow.sdk import DAG, dag\nsettings = {}\n";

test.each([
  ['DAG("a")', ["AIR002 3"]],
  ['DAG("a", **settings)', []],
  ['DAG("a", schedule=None)', []],
  ["@dag()\ndef a(): ...\na()", ["AIR002 3"]],
  ["@dag(**settings)\ndef a(): ...\na()", []],
])("%s", async (text, expected) => {
  expect(await lintOf(["AIR002"], `${head}${text}\n`)).toEqual(expected);
});
