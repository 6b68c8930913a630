import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const head = `from airflow.decorators import task
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow import DAG

class Own(EmptyOperator):
    def __init__(self, trigger_rule, **kwargs):
        super().__init__(**kwargs)

with DAG("d", schedule=None):
    `;

const told = async (line: string, version?: string) => {
  const inventory = { packages: { "apache-airflow": version ?? "" } };
  const known = version === undefined ? {} : { known: knownOf({ inventory }) };
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text: `${head}${line}\n` }], ...known });
  return findings
    .filter(({ rule }) => rule === "DAG-027")
    .map(({ span, message, remedy }) => `${span.start.line}:${span.start.column} ${message} ${remedy}`);
};
const of = (rule: string) => `EmptyOperator(task_id="a", trigger_rule=${rule})`;
const misspelt = (name: string, instead: string) =>
  expect.stringContaining(
    `Airflow has no trigger rule \`${name}\`, so it cannot import this file. Write \`${instead}\`.`,
  );

test.each([
  [of('"all_sucess"'), undefined, [misspelt("all_sucess", "all_success")]],
  [of('"ALL_DONE"'), "3.3.2", [misspelt("ALL_DONE", "all_done")]],
  ['@task(trigger_rule="all_don")\n    def a(): ...\n    a()', "2.11.2", [misspelt("all_don", "all_done")]],
  [
    of('"none_failed_or_skipped"'),
    "3.3.2",
    [
      "10:32 Airflow 3 has no trigger rule `none_failed_or_skipped`, so the node cannot import this file. Write `none_failed_min_one_success`.",
    ],
  ],
  [of('"none_failed_or_skipped"'), "2.11.2", []],
  [of('"dummy"'), undefined, []],
  [of('"all_done_min_one_success"'), "3.3.2", []],
  [of('"something_entirely_new"'), "3.3.2", []],
  [`${of('"all_sucess"')}\n    EmptyOperator("b")`, "3.3.2", [misspelt("all_sucess", "all_success")]],
  [of("given()"), "3.3.2", []],
  ['Own(task_id="a", trigger_rule="all_sucess")', "3.3.2", []],
  ['EmptyOperator(task_id="a")', "3.3.2", []],
])("%s of Airflow %s", async (line, version, expected) => {
  expect(await told(line, version)).toEqual(expected);
});
