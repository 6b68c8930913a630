import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

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

test.each([
  ["never", "def make():\n    @dag\n    def a(): ...\nmake()\n", ["4:9"]],
  ["never, though it is given back", "def make():\n    @dag\n    def a(): ...\n    return a\nx = make()\n", ["4:9"]],
  ["in the function itself", "def make():\n    @dag\n    def a(): ...\n    return a()\nmake()\n", []],
  ["by whom it is given back to", "def make():\n    @dag\n    def a(): ...\n    return a\nmake()()\n", []],
  [
    "perhaps by what is decorated with",
    "from b import c\ndef make():\n    @c\n    @dag\n    def a(): ...\nmake()\n",
    [],
  ],
  ["perhaps by what it is kept in", "def make():\n    @dag\n    def a(): ...\n    return [a]\nx = make()\n", []],
  ["perhaps, where nobody calls the factory", "def make():\n    @dag\n    def a(): ...\n    return a()\n", []],
])("in a factory, called %s", async (_, text, expected) => {
  expect(await places(text)).toEqual(expected);
});

test("in linear time", { timeout: 60_000 }, async () => {
  await expectLinear(100, (size) =>
    places(Array.from({ length: size }, (__, index) => `@dag\ndef a${index}(): ...\n`).join("")),
  );
});
