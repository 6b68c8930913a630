import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const codes = ["S105", "S106", "S107"];

test.each([
  ['f(secret="warehouse-password")', []],
  ['password = "/run/secrets/warehouse"', []],
  ['password = "DB_PASSWORD"', []],
  ['TOKEN = "vault:kv/data/warehouse"', []],
  ['def f(secret="warehouse-secret"): ...', []],
  ['f(secret_now="warehouse")', ["S106 1"]],
  ['password_now = "airflow"', ["S105 1"]],
])("%s", async (text, expected) => {
  expect(await lintOf(codes, `${text}\n`)).toEqual(expected);
});
