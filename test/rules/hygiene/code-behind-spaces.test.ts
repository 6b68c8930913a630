import { expect, test } from "vitest";
import { expectLinear } from "../../support/cost-of.ts";
import { told } from "./inspect-hygiene.ts";

const inspect = (text: string, path = "dags/a.py") => told("HYG-006", path, text);

test.each([
  ["160 spaces", `x = 1;${" ".repeat(160)}y = 2\n`, ["1:167"]],
  ["tabs", `x = 1;${"\t".repeat(160)}y = 2\n`, ["1:167"]],
  ["159 spaces", `x = 1;${" ".repeat(159)}y = 2\n`, []],
  ["spaces at the end", `x = 1;${" ".repeat(400)}\n`, []],
  ["an indentation", `${" ".repeat(400)}x\n`, []],
  ["a continuation line", `#define X${" ".repeat(200)}\\\n`, []],
])("%s", async (_, text, expected) => {
  expect((await inspect(text)).map((one) => one.split(" ")[0])).toEqual(expected);
});

test("tables in prose may be wide", async () => {
  expect(await inspect(`| a${" ".repeat(300)}| b |\n`, "docs/a.md")).toEqual([]);
});

test("megabytes of spaces take linear time", async () => {
  await expectLinear(250_000, (size) => inspect(`x${" ".repeat(size)}\n`, "a.sh"));
});
