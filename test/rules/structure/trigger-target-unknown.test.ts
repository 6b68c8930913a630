import { expect, test } from "vitest";
import { inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const text = (target: string) =>
  `from airflow.sdk import DAG\nfrom airflow.operators.trigger_dagrun import TriggerDagRunOperator\nwith DAG("a"):\n    TriggerDagRunOperator(task_id="t", trigger_dag_id=${target})\n`;
const dag = (dagId: string, repository: string | null, state: "live" | "pending" = "live") => ({
  dagId,
  repository,
  path: "dags/x.py",
  state,
  change: null,
});
const dags = [dag("b", "acme/other"), dag("c", "acme/other", "pending"), dag("d", "Acme/Study"), dag("e", null)];

async function answersOf(target: string, more: Partial<TextsToInspect> = {}) {
  const { findings, indeterminate } = await inspectTexts({
    files: [{ path: "dags/a.py", text: text(target) }],
    known: knownOf({ repository: "acme/study", inventory: { dags } }),
    ...more,
  });
  const isOurs = ({ rule }: { rule: string }) => rule === "DAG-010";
  return [findings.filter(isOurs).length, indeterminate.filter(isOurs).length];
}

test.each([
  ['"a"', [0, 0]],
  ['"b"', [0, 0]],
  ['"c"', [0, 0]],
  ['"d"', [1, 0]],
  ['"e"', [0, 0]],
  ['"f"', [1, 0]],
  ["name", [0, 0]],
  ['"{{ params.dag }}"', [0, 0]],
])("%s", async (target, expected) => {
  expect(await answersOf(target)).toEqual(expected);
});

test("without an inventory it cannot be known", async () => {
  expect(await answersOf('"f"', { known: knownOf() })).toEqual([0, 1]);
});

test("where other files are not known it cannot be known", async () => {
  expect(await answersOf('"f"', { isContextComplete: false })).toEqual([0, 1]);
  expect(await answersOf('"d"', { isContextComplete: false })).toEqual([0, 0]);
});

test("a DAG of another file of the repository", async () => {
  const other = { path: "dags/b.py", text: 'from airflow.sdk import DAG\nwith DAG("f"):\n    pass\n' };
  expect(await answersOf('"f"', { context: [other] })).toEqual([0, 0]);
});
