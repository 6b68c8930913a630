import { expect, test } from "vitest";
import { inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

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

test.each([
  [', queue="gpus"', ["told"]],
  [', queue="gpu"', []],
  [', queue="_".join(["gp", "us"])', ["told"]],
  [", queue=QUEUE", ["open"]],
  [', queue="gpus", executor="KubernetesExecutor"', []],
  [", queue=None", []],
])("the queues of the inventory, where the policy lists none: %s", async (given, expected) => {
  const text = `from airflow.sdk import DAG\nfrom airflow.operators.bash import BashOperator as B\nfrom elsewhere import QUEUE\nwith DAG("d"):\n    B(task_id="t", bash_command="date"${given})\n`;
  const { findings, indeterminate } = await inspectTexts({
    files: [{ path: "dags/a.py", text }],
    known: knownOf({ inventory: { queues } }),
  });
  const isOurs = ({ rule }: { rule: string }) => rule === "DAG-023";
  expect([...findings.filter(isOurs).map(() => "told"), ...indeterminate.filter(isOurs).map(() => "open")]).toEqual(
    expected,
  );
});
