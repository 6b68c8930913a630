import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const head = "from airflow.sdk import dag\n";
const places = (text: string) => placesIn("DAG-004", head + text);

test.each([
  ["never", "@dag(schedule=None)\ndef nightly(): ...\n", ["3:5"]],
  ["one of two", "@dag\ndef a(): ...\n@dag\ndef b(): ...\na()\n", ["5:5"]],
  ["at module level", "@dag\ndef a(): ...\na()\n", []],
  ["into a variable", "@dag\ndef a(): ...\nd = a()\n", []],
  ["in a branch, or somewhere else", "@dag\ndef a(): ...\nif x:\n    a()\n", []],
  ["handed on", "@dag\ndef a(): ...\nregister(a)\n", []],
  ["defined again", "@dag\ndef a(): ...\ndef a(): ...\n", []],
])("called %s", async (_, text, expected) => {
  expect(await places(text)).toEqual(expected);
});

test("another decorator of that name is none of Airflow's", async () => {
  expect(await placesIn("DAG-004", "from graphs import dag  # not airflow\n@dag\ndef a(): ...\n")).toEqual([]);
});
