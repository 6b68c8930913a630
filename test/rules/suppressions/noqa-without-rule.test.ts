import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

test.each([
  ["x = 1  # noqa", ["1:8"]],
  ["x = 1  #NOQA", ["1:8"]],
  ["x = 1  # noqa -- because", ["1:8"]],
  ["x = 1  # noqa: because", ["1:8"]],
  ["x = 1  # noqa: E501", []],
  ["x = 1  # noqatall", []],
  ['"""\n# noqa\n"""', []],
])("%s", async (text, expected) => {
  expect(await placesIn("HYG-091", `${text}\n`)).toEqual(expected);
});
