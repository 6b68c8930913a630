import { describe, expect, test } from "vitest";
import { inspectTexts, type TextFile } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

const imports = [
  "from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator as Query",
  "from airflow.providers.standard.operators.bash import BashOperator",
  "from airflow.sdk import DAG, Param",
  "import os, subprocess",
].join("\n");
const dag = (...lines: readonly string[]) => `${imports}\n${lines.join("\n")}\n`;
const sql = (path: string): TextFile => ({ path, text: "SELECT *\nFROM {{ params.table }}\n" });
const script = (path: string): TextFile => ({ path, text: 'ls "{{ params.folder }}"\n' });

async function told(text: string, context: readonly TextFile[]): Promise<readonly string[]> {
  const { findings, unread } = await inspectTexts({ files: [{ path: "dags/etl/a.py", text }], context });
  expect(unread).toEqual([]);
  return findings
    .filter(({ rule }) => ["SEC-003", "SEC-005"].includes(rule))
    .map(({ rule, span, message }) => `${rule} ${span.start.line} ${message}`);
}

describe("Params that take any text, in a file that a task loads", () => {
  const ofSql = "SEC-005 5 The SQL of `count.sql` is made with `params.table`, which takes any text.";

  test.each([
    ["SQL", 'Query(task_id="a", sql="count.sql")', sql("dags/etl/count.sql"), ofSql],
    ["one of several", 'Query(task_id="a", sql=["SELECT 1", "count.sql"])', sql("dags/etl/count.sql"), ofSql],
    [
      "a mapped task",
      'Query.partial(task_id="a", sql="count.sql").expand(parameters=[{}])',
      sql("dags/etl/count.sql"),
      ofSql,
    ],
    [
      "a folder that the DAG names",
      'DAG("d", template_searchpath=["/opt/airflow/include/sql"]); Query(task_id="a", sql="count.sql")',
      sql("include/sql/count.sql"),
      ofSql,
    ],
    [
      "a script",
      'BashOperator(task_id="a", bash_command="scripts/run.sh")',
      script("dags/etl/scripts/run.sh"),
      "SEC-003 5 The shell of `BashOperator` reads `params.folder` in `scripts/run.sh`, which takes any text.",
    ],
  ])("of %s", async (_, line, file, expected) => {
    expect(await told(dag(line), [file])).toEqual([expected]);
  });

  test("not where they are bound, nor of what is no template", async () => {
    const bound = 'DAG("d", params={"table": Param("a", enum=["a", "b"])})';
    const file = sql("dags/etl/count.sql");
    expect(await told(dag(bound, 'Query(task_id="a", sql="count.sql")'), [file])).toEqual([]);
    expect(await told(dag('Query(task_id="a", sql="other.sql")'), [file])).toEqual([]);
    expect(await told(dag('BashOperator(task_id="a", bash_command="run.sh ")'), [script("dags/etl/run.sh")])).toEqual(
      [],
    );
    expect(await told(dag('subprocess.run("run.sh", shell=True)'), [script("dags/etl/run.sh")])).toEqual([]);
    const harmless = { path: "dags/etl/count.sql", text: "SELECT '{{ ds }}', {{ params.n | int }}\n" };
    expect(await told(dag('Query(task_id="a", sql="count.sql")'), [harmless])).toEqual([]);
  });

  test("when the file alone is changed", async () => {
    const { path, text } = sql("dags/etl/count.sql");
    const { findings } = await inspectTexts({
      files: [{ path, text, kind: "other", before: { path, text: "SELECT 1\n" } }],
      context: [{ path: "dags/etl/a.py", text: dag('with DAG("d"):', '    Query(task_id="a", sql="count.sql")') }],
    });
    expect(findings.filter(({ rule }) => rule === "SEC-005").map((one) => [one.path, one.isNew])).toEqual([
      ["dags/etl/a.py", true],
    ]);
  });

  test("in linear time", { timeout: 60_000 }, async () => {
    await expectLinear(6000, (size) => {
      const file = { path: "dags/etl/count.sql", text: "{{ params.a ".repeat(size / 12) };
      return told(dag('Query(task_id="a", sql="count.sql")'), [file]);
    });
    await expectLinear(200, (size) => {
      const lines = Array.from({ length: size }, (_, index) => `Query(task_id="a${index}", sql="${index}/count.sql")`);
      return told(dag('DAG("d", template_searchpath=["a/b/c/d"])', ...lines), [sql("dags/etl/count.sql")]);
    });
  });
});
