import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const codes = ["S105", "S106", "S107"];

test.each([
  ['f(password="{{ conn.warehouse.password }}")', []],
  ['f(password="{{ var.value.x }}suffix")', []],
  [`token = "$${"{TOKEN}"}"`, []],
  ['password = "changeme"', []],
  ['def f(password="{{ conn.x.password }}"): ...', []],
  ['f(password="braces{}")', []],
  ['f(password_now="warehouse")', ["S106 1"]],
])("%s", async (text, expected) => {
  expect(await lintOf(codes, `${text}\n`)).toEqual(expected);
});
