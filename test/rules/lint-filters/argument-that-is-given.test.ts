import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

const task = (head: string, ...lines: readonly string[]): string =>
  `from airflow.sdk import dag, task\n@task\ndef check(${head}):\n    print(execution_date)\n\n@dag\ndef a():\n    ${lines.join("\n    ")}\na()\n`;

test.each([
  ["given", "book, execution_date", ['check("x", execution_date="{{ ds }}")'], []],
  [
    "given, on lines of their own",
    "book, execution_date",
    ["check(", '    book="x",', '    execution_date="x",', ")"],
    [],
  ],
  ["from the context", "book, execution_date=None", ['check("x")'], ["AIR301 3"]],
  ["given once of twice", "execution_date=None", ['check(execution_date="x")', "check()"], ["AIR301 3"]],
  ["given to another", "execution_date=None", ["check()", 'recheck(execution_date="x")'], ["AIR301 3"]],
  ["compared", "book, execution_date=None", ["check(execution_date == 3)"], ["AIR301 3"]],
  ["never called", "execution_date=None", ["pass"], ["AIR301 3"]],
])("%s", async (_, head, lines, expected) => {
  expect(await lintOf(["AIR301"], task(head, ...lines))).toEqual(expected);
});

test("what is no parameter is told", async () => {
  const text = 'from airflow.sdk import DAG\nwith DAG("a", schedule_interval=None):\n    pass\n';
  expect(await lintOf(["AIR301"], text)).toEqual(["AIR301 2"]);
});
