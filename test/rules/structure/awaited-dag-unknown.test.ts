import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

test.each([
  ['ExternalTaskSensor(task_id="w", external_dag_id="gone")', ["4:37"]],
  ['ExternalTaskSensor(task_id="w", external_dag_id="a")', []],
  ['ExternalTaskSensor(task_id="w", external_dag_id=name)', []],
  ['ExternalTaskSensor(task_id="w", external_dag_id="{{ x }}")', []],
  ['ExternalTaskMarker(task_id="w", external_dag_id="gone", external_task_id="x")', ["4:37"]],
  ['ExternalTaskMarker(task_id="w", external_dag_id="a", external_task_id="x")', []],
  ['OtherSensor(task_id="w", external_dag_id="gone")', []],
])("%s", async (task, expected) => {
  const text = `from airflow.sdk import DAG\nfrom airflow.sensors.external_task import ExternalTaskMarker, ExternalTaskSensor, OtherSensor\nwith DAG("a"):\n    ${task}\n`;
  const known = knownOf({ repository: "acme/study", inventory: {} });
  expect(await placesIn("DAG-011", text, { known })).toEqual(expected);
});
