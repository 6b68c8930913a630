import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (given: string) =>
  placesIn(
    "DAG-021",
    `from datetime import timedelta\nfrom airflow.sdk import DAG\nfrom airflow.sensors.external_task import ExternalTaskSensor as S\nwith DAG("d"):\n    S(task_id="t", ${given})\n`,
  );

test.each([
  ['external_dag_id="d"', ["5:7"]],
  ['external_dag_id="d", external_task_id="t"', ["5:7"]],
  ['external_dag_id="d", external_task_id=None', ["5:7"]],
  ['external_dag_id="e"', []],
  ['external_dag_id="d", external_task_id="other"', []],
  ['external_dag_id="d", external_task_ids=["t"]', []],
  ['external_dag_id="d", external_task_group_id="g"', []],
  ['external_dag_id="d", execution_delta=timedelta(days=1)', []],
  ['external_dag_id="d", execution_date_fn=lambda at: at', []],
  ['external_dag_id="d", allowed_states=["running"]', []],
  ['external_dag_id="d", **more', []],
  ["external_dag_id=name", []],
])("%s", async (given, expected) => {
  expect(await places(given)).toEqual(expected);
});

test("what default_args say of another run counts", async () => {
  const text = `from datetime import timedelta\nfrom airflow.sdk import DAG\nfrom airflow.sensors.external_task import ExternalTaskSensor as S\nwith DAG("d", default_args={"execution_delta": timedelta(days=1)}):\n    S(task_id="t", external_dag_id="d")\n`;
  expect(await placesIn("DAG-021", text)).toEqual([]);
});
