import { describe, expect, test } from "vitest";
import { expectLinear } from "../../support/cost-of.ts";
import { lintOf } from "./lint-of.ts";

const head = 'TABLE = "cohort"\nLIMIT: int = 10  # rows\n';
const operator = `from airflow.sdk import DAG
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
d = DAG("d", schedule=None)
`;
const find = (text: string) => lintOf(["S608"], `${head}${text}\n`);

describe("of constants alone: no injection", () => {
  test.each([
    'q = f"SELECT * FROM {TABLE} LIMIT {LIMIT}"',
    'q = "SELECT * FROM " + TABLE',
    'q = "SELECT * FROM %s LIMIT %s" % (TABLE, LIMIT)',
    'q = "SELECT * FROM {} LIMIT {}".format(TABLE, LIMIT)',
    'q = f"""\nSELECT *\nFROM {TABLE!s:>10}\n"""',
    "q = f'SELECT {{x}} FROM {TABLE}'",
    'import os\nENV = os.environ.get("ENV", "test")\nVIEW = f"view_{ENV}_{LIMIT}".replace("-", "_")\nq = f"SELECT * FROM {VIEW}"',
    'VIEW = (  # where\n    os.getenv("VIEW")\n    or "view_%s" % TABLE\n)\nq = f"SELECT * FROM {VIEW}"',
    'DAY = datetime.now().strftime("%Y")\nq = f"SELECT * FROM x WHERE y = {DAY}"',
    `${operator}table = "cohort"\nq = f"SELECT * FROM {table}"`,
    `${operator}def f(hook):\n    table = "cohort"\n    return hook.get_records(f"SELECT * FROM {table}")`,
    `${operator}for table in ["a", "b"]:\n    SQLExecuteQueryOperator(task_id=table, sql=f"SELECT * FROM {table}", dag=d)`,
    `${operator}for table in ["a", "b"]:\n    SQLExecuteQueryOperator(task_id=table, sql=["SELECT 1", "SELECT * FROM " + table], dag=d)`,
    `${operator}def load(table):\n    SQLExecuteQueryOperator(task_id=table, sql=f"SELECT * FROM {table}", dag=d)\nload("a")`,
    'from acme import VIEW\nq = f"SELECT * FROM {VIEW}"',
    'from acme import (\n    OTHER,\n    VIEW,\n)\nq = f"SELECT * FROM {VIEW}"',
  ])("%s", async (text) => {
    expect(await find(text)).toEqual([]);
  });
});

describe("of anything else it may be one", () => {
  test.each([
    ["a value", 'q = f"SELECT * FROM {table}"'],
    ["beside a constant", 'q = f"SELECT * FROM {TABLE} WHERE x = {value}"'],
    ["a parameter, though it has a default", `${operator}def f(table="cohort"):\n    return f"SELECT * FROM {table}"`],
    ["a name that is bound twice", `${operator}table = "cohort"\ntable = input()\nq = f"SELECT * FROM {table}"`],
    [
      "what one of several tasks is given",
      `${operator}def load(id, table):\n    SQLExecuteQueryOperator(task_id=id, sql=f"SELECT * FROM {table}", dag=d)\nload("a", "a")\nload("b", input())`,
    ],
    ["a call", 'q = f"SELECT * FROM {get(TABLE)}"'],
    ["an attribute", 'q = f"SELECT * FROM {TABLE.name}"'],
    ["a call that is added", 'q = "SELECT * FROM " + get()'],
    ["a constant that is bound again", 'TABLE = input()\nq = f"SELECT * FROM {TABLE}"'],
    ["a constant that is extended", 'TABLE += input()\nq = f"SELECT * FROM {TABLE}"'],
    ["a parameter of its name", 'def f(TABLE):\n    return f"SELECT * FROM {TABLE}"'],
    ["a loop's variable of its name", 'for TABLE in x:\n    q = f"SELECT * FROM {TABLE}"'],
    ["a global one", 'def f():\n    global TABLE\nq = f"SELECT * FROM {TABLE}"'],
    ["one that is computed", 'VIEW = input()\nq = f"SELECT * FROM {VIEW}"'],
    ["one of one that is computed", 'OTHER = input()\nVIEW = f"a_{OTHER}"\nq = f"SELECT * FROM {VIEW}"'],
    ["one that is bound to itself", 'VIEW = f"a_{VIEW}"\nq = f"SELECT * FROM {VIEW}"'],
    ["one that is made of a call", 'VIEW = "a" + get()\nq = f"SELECT * FROM {VIEW}"'],
    ["one that is imported and bound", 'from acme import VIEW\nVIEW = input()\nq = f"SELECT * FROM {VIEW}"'],
    ["one that becomes a template", 'VIEW = f"{{{{ dag_run.conf.x }}}}"\nq = f"SELECT * FROM {VIEW}"'],
    ["one that holds a template", 'VIEW = "{x}"\nq = f"SELECT * FROM {VIEW}"'],
  ])("%s", async (_, text) => {
    expect(await find(text)).toHaveLength(1);
  });
});

test.each<readonly [string, number, (size: number) => string]>([
  ["names in one text", 2_500, (size) => `q = f"SELECT x FROM ${"{TABLE}".repeat(size)}"`],
  ["texts that are joined", 60, (size) => `q = (${'"SELECT x FROM " + '.repeat(size)} TABLE)`],
  [
    "names that are made of each other",
    250,
    (size) =>
      `${Array.from({ length: size }, (_, at) => `A${at} = f"{A${at + 1}}"`).join("\n")}\nq = f"SELECT x FROM {A0}"`,
  ],
])("many %s take linear time", { timeout: 120_000 }, async (_, size, write) => {
  await expectLinear(size, (given) => find(write(given)));
});
