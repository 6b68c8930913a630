import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

async function messagesOf(options: Record<string, unknown>, dag: string, task = "") {
  const text = `from airflow.sdk import DAG\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG("d"${dag}):\n    E(task_id="t"${task})\n`;
  const { findings } = await inspectTexts({
    files: [{ path: "dags/a.py", text }],
    severities: { "DAG-015": { severity: null, options } },
  });
  return findings.flatMap(({ rule, message }) => (rule === "DAG-015" ? message : []));
}

test.each([
  [{}, "", "", 0],
  [{ owner: true }, "", "", 1],
  [{ owner: true }, ', default_args={"owner": "ada"}', "", 0],
  [{ owner: true }, ", default_args=other", "", 0],
  [{ owner: true }, "", ', owner="ada"', 0],
  [{ owner: true }, "", ', owner="airflow"', 1],
  [{ tags: ["x", "y"] }, "", "", 1],
  [{ tags: ["x", "y"] }, ', tags=["y"]', "", 0],
  [{ tags: ["x", "y"] }, ', tags=["z"]', "", 1],
  [{ tags: ["x", "y"] }, ", tags=other", "", 0],
  [{ retries: 2 }, "", "", 1],
  [{ retries: 2 }, "", ", retries=1", 1],
  [{ retries: 2 }, "", ", retries=2", 0],
  [{ retries: 2 }, "", ", retries=n", 0],
  [{ retries: 2 }, ', default_args={"retries": 3}', "", 0],
  [{ timeout: true }, "", "", 1],
  [{ timeout: true }, "", ", execution_timeout=t", 0],
  [{ timeout: true }, ", dagrun_timeout=t", "", 0],
  [{ timeout: true }, ", dagrun_timeout=None", "", 1],
  [{ timeout: true }, ', default_args={"execution_timeout": t}', ", execution_timeout=None", 1],
  [{ timeout: true }, ', default_args={"execution_timeout": t}', "", 0],
  [{ timeout: true }, ", **more", "", 0],
])("%o of a DAG%s with a task%s", async (options, dag, task, count) => {
  expect(await messagesOf(options, dag, task)).toHaveLength(count);
});

test("says what is missing", async () => {
  expect(await messagesOf({ retries: 2 }, "")).toEqual([
    "The DAG `d` has the task `t` with 0 retries, and not 2 or more, which the policy asks for.",
  ]);
});
