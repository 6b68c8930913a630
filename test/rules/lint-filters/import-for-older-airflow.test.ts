import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const older = "from airflow.operators.python import get_current_context";
const newer = "from airflow.sdk import get_current_context";
const use = "def f():\n    return get_current_context()\n";

test.each([
  ["by a version", `if V3:\n    ${newer}\nelse:\n    ${older}\n${use}`, []],
  ["by another version", `if V2:\n    ${older}\nelse:\n    ${newer}\n${use}`, []],
  ["by what is there", `try:\n    ${newer}\nexcept ImportError:\n    ${older}\n${use}`, []],
  [
    "in the function",
    `def f():\n    if V3:\n        ${newer}\n    else:\n        ${older}\n    return get_current_context()\n`,
    [],
  ],
  ["always", `${older}\n${use}`, ["AIR301 3"]],
  ["under a condition, and from nowhere else", `if X:\n    ${older}\n${use}`, ["AIR301 4"]],
  ["always, after another", `if X:\n    ${newer}\n${older}\n${use}`, ["AIR301 5"]],
  ["beside another name", `if X:\n    ${older}\nelse:\n    from airflow.sdk import DAG\n${use}`, ["AIR301 6"]],
  [
    "for type checkers otherwise",
    `from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    ${newer}\nif X:\n    ${older}\n${use}`,
    ["AIR301 7"],
  ],
])("%s", async (_, text, expected) => {
  expect(await lintOf(["AIR301"], text)).toEqual(expected);
});
