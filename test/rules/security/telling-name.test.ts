import { expect, test } from "vitest";
import { isTellingName, mightTell } from "../../../src/rules/security/telling-name.ts";

test.each([
  ['password = "x"', true],
  ['db["password"] = b"x"', true],
  ['token: str | None = (\n    "x"', true],
  ['{"api key": "x"}', true],
  ['DB_PASS = "x"', true],
  ['dbPass = "x"', true],
  ['def f():\n    pass\n\nname = "x"', false],
  ['passing = "x"', false],
  [`secret${" ".repeat(440)}= "x"`, true],
  ['a = "x"; password = get()', false],
  [`secret${" ".repeat(460)}= "x"`, false],
  ["password = get()", false],
  ['server.login("ada", "x")', true],
  ['auth: tuple = ("ada", "x")', true],
  ['requests.get(u, auth=("ada", "x"))', true],
  ['HTTPBasicAuth ("ada", "x")', true],
  ['password=conn.password or "x"', true],
  ['password = conf.get("password") or (\n    "x"\n)', true],
  ['password = a if b else c\nname = d or "x"', true], // within the characters between a name and its text
  ["password = a or b", false],
  ["author = get()", false],
  ['name = "x"', false],
  ["", false],
])("of %j: %s", (code, expected) => {
  expect(mightTell(code)).toBe(expected);
});

test.each([
  ["DB_PASS", true],
  ["pipeline_db_pass", true],
  ["smtpPass", true],
  ["sftp_pass", true],
  ["db-pass", true],
  ["first_pass", false],
  ["num_pass", false],
  ["bypass", false],
  ["superuser_passes", false],
  ["pass", false],
])("the name %s: %s", (name, expected) => {
  expect(isTellingName(name)).toBe(expected);
});

test("many names and signs are looked at once", () => {
  expect(mightTell("token:((((".repeat(400_000))).toBe(false);
});
