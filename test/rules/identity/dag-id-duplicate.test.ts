import { expect, test } from "vitest";
import { brief, inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";

/** What the rule alone says. */
async function findingsOf(input: TextsToInspect) {
  return (await inspectTexts(input)).findings.filter(({ rule }) => rule === "IDN-002");
}

const dagFile = (path: string, ...ids: readonly string[]) => ({
  path,
  text: `from airflow.sdk import DAG\n${ids.map((id) => `with DAG("${id}"):\n    pass\n`).join("")}`,
});

test("both places are told of each other", async () => {
  const findings = await findingsOf({ files: [dagFile("dags/a.py", "x", "y"), dagFile("dags/b.py", "y")] });
  expect(brief(findings)).toEqual([
    "IDN-002 4:10 The dag_id `y` is also used in `dags/b.py:2`.",
    "IDN-002 2:10 The dag_id `y` is also used in `dags/a.py:4`.",
  ]);
});

test("twice in one file", async () => {
  const findings = await findingsOf({ files: [dagFile("dags/a.py", "x", "x")] });
  expect(findings).toHaveLength(2);
});

test("only files of the change are told", async () => {
  const findings = await findingsOf({ files: [dagFile("dags/a.py", "x")], context: [dagFile("dags/b.py", "x")] });
  expect(findings.map(({ path }) => path)).toEqual(["dags/a.py"]);
});

test("ids that are not constants are no duplicates", async () => {
  const text = "from airflow.sdk import DAG\nwith DAG(a):\n    pass\nwith DAG(b):\n    pass\n";
  expect(await findingsOf({ files: [{ path: "dags/a.py", text }] })).toEqual([]);
});

test("two branches of which one is taken are no duplicates", async () => {
  const text = 'from airflow.sdk import DAG\nif x:\n    d = DAG("a")\nelse:\n    d = DAG("a")\n';
  expect(await findingsOf({ files: [{ path: "dags/a.py", text }] })).toEqual([]);
});
