import { expect, test } from "vitest";
import { lintOf } from "./lint-of.ts";

test("a name that moved is told at its first use, each name for itself", async () => {
  const text = `from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
BashOperator(task_id="a", bash_command="true")
BashOperator(task_id="b", bash_command="true")
EmptyOperator(task_id="c")
EmptyOperator(task_id="d")
`;
  expect(await lintOf(["AIR312"], text)).toEqual(["AIR312 3", "AIR312 5"]);
});
