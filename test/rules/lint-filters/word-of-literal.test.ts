import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test.each([
  ["of another module", 'from airflow.typing_compat import Literal\ndef f(x: Literal["db", "memory"]): ...', []],
  ["over lines", "from compat import Literal\ndef f(\n    x: Literal[\n        'db',\n    ],\n): ...", []],
  ["a type in quotes", 'def f(x: "Nothing"): ...', ["F821 1"]],
  [
    "a type in quotes behind a Literal",
    'from compat import Literal\ndef f(x: Literal[1], y: "Nothing"): ...',
    ["F821 2"],
  ],
  ["a name in a Literal", "from compat import Literal\nx = Literal[nothing]", ["F821 2"]],
])("%s", async (_, text, expected) => {
  expect(await lintOf(["F821"], `${text}\n`)).toEqual(expected);
});
