import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (id: string) => placesIn("IDN-003", `from airflow.sdk import DAG\nwith DAG(${id}):\n    pass\n`);

test.each([
  ['"nightly export"', ["2:10"]],
  ['"a/b"', ["2:10"]],
  ['"a\\nb"', ["2:10"]],
  ['"gro\\u0308sse"', ["2:10"]],
  ['"a\\n"', []],
  ['""', ["2:10"]],
  [`"${"a".repeat(251)}"`, ["2:10"]],
  [`"${"a".repeat(250)}"`, []],
  ['"a.b-c_D9"', []],
  ['"größe"', []],
  ["name", []],
])("%s", async (id, expected) => {
  expect(await places(id)).toEqual(expected);
});
