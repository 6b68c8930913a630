import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const codes = ["S105", "S106", "S107"];

test.each([
  ['f(password_conn_id="warehouse")', []],
  ['f(secret_name="warehouse")', []],
  ['token_url = "warehouse"', []],
  ['password_column = "warehouse"', []],
  ['def f(token_type="bearer"): ...', []],
  ['f(password_now="warehouse")', ["S106 1"]],
  ['password_now = "warehouse"', ["S105 1"]],
  ['def f(secret_now="warehouse"): ...', ["S107 1"]],
])("%s", async (text, expected) => {
  expect(await lintOf(codes, `${text}\n`)).toEqual(expected);
});
