import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (given: string, options: Record<string, readonly string[]>, defaults = "{}") =>
  placesIn(
    "DAG-023",
    `from airflow.sdk import DAG\nfrom airflow.operators.bash import BashOperator as B\nwith DAG("d", default_args=${defaults}):\n    B(task_id="t", bash_command="date"${given})\n`,
    { severities: { "DAG-023": { severity: null, options } } },
  );
const queues = ["default", "gpu"];

test.each([
  [', queue="gpus"', { queues }, ["4:7"]],
  [', queue="gpu"', { queues }, []],
  ["", { queues }, []],
  [', queue="gpus"', {}, []],
  [', queue="gpus"', { pools: ["small"] }, []],
  [", queue=name", { queues }, []],
  [", queue=None", { queues }, []],
  [', pool="big"', { pools: ["small"] }, ["4:7"]],
  [', pool="small"', { pools: ["small"] }, []],
  [', pool="default_pool"', { pools: ["small"] }, []],
  [', pool="big"', {}, []],
])("%s with %o", async (given, options, expected) => {
  expect(await places(given, options)).toEqual(expected);
});

test("what default_args say counts, unless the task says otherwise", async () => {
  expect(await places("", { queues }, '{"queue": "gpus"}')).toEqual(["4:7"]);
  expect(await places(', queue="gpu"', { queues }, '{"queue": "gpus"}')).toEqual([]);
});
