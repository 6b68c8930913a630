import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";
import { knownOf } from "../known-of.ts";

const imports = [
  "from airflow.sdk import DAG, TaskGroup",
  "from airflow.providers.standard.operators.empty import EmptyOperator",
  "from airflow.providers.standard.sensors.external_task import ExternalTaskMarker, ExternalTaskSensor",
].join("\n");

const known = `${imports}
with DAG("known"):
    EmptyOperator(task_id="one")
    with TaskGroup("outer"):
        with TaskGroup("inner"):
            EmptyOperator(task_id="two")
`;
const partial = `${imports}
import os
with DAG("known"):
    EmptyOperator(task_id="one")
    for name in os.environ:
        EmptyOperator(task_id=name)
`;

const waiting = (given: string) => `${imports}\nwith DAG("waiting"):\n    ${given}\n`;
const sensor = (given: string) => waiting(`ExternalTaskSensor(task_id="w", external_dag_id="known", ${given})`);

/** With the other DAG beside it, asked about or not. */
async function told(text: string, other: string, facts = {}): Promise<readonly string[]> {
  const [one, two] = [
    { path: "dags/a.py", text },
    { path: "dags/known.py", text: other },
  ];
  const said: (readonly string[])[] = [];
  for (const input of [{ files: [one, two] }, { files: [one], context: [two] }]) {
    const { findings, indeterminate } = await inspectTexts({ ...input, known: knownOf(facts) });
    said.push([
      ...findings.filter(({ rule }) => rule === "DAG-032").map(({ span, message }) => `${span.start.line} ${message}`),
      ...indeterminate.filter(({ rule }) => rule === "DAG-032").map(({ reason }) => `open: ${reason}`),
    ]);
  }
  expect(said[0]).toEqual(said[1]);
  return said[0] ?? [];
}

describe("a task of another DAG that is waited for and is not there", () => {
  test.each([
    [
      'external_task_id="ona"',
      "The task `w` names the task `ona`, which the DAG `known` does not have. Did you mean `one`?",
    ],
    ['external_task_ids=["one", "nope"]', "The task `w` names the task `nope`, which the DAG `known` does not have."],
    ['external_task_id="two"', "The task `w` names the task `two`, which the DAG `known` does not have."],
    ['external_task_group_id="nope"', "The task `w` names the group `nope`, which the DAG `known` does not have."],
  ])("%s", async (given, message) => {
    expect(await told(sensor(given), known)).toEqual([`5 ${message}`]);
  });

  test("of a marker", async () => {
    const text = waiting('ExternalTaskMarker(task_id="w", external_dag_id="known", external_task_id="nope")');
    expect(await told(text, known)).toHaveLength(1);
  });

  test.each([
    'external_task_id="one"',
    'external_task_ids=["one", "outer.inner.two"]',
    'external_task_group_id="outer"',
    'external_task_group_id="outer.inner"',
    'external_task_id="{{ params.task }}"',
    "external_task_id=None",
    "external_task_id=name",
  ])("not %s", async (given) => {
    expect(await told(sensor(given), known)).toEqual([]);
  });

  test("not of a DAG that the repository lacks, or that another repository has as well", async () => {
    expect(await told(sensor('external_task_id="nope"').replace('"known"', '"elsewhere"'), known)).toEqual([]);
    const dags = [{ dagId: "known", repository: "acme/other", path: "dags/a.py", state: "live", change: null }];
    const facts = { repository: "acme/study", inventory: { dags } };
    expect(await told(sensor('external_task_id="nope"'), known, facts)).toEqual([]);
  });

  test("is open where not all tasks are known", async () => {
    expect(await told(sensor('external_task_id="one"'), partial)).toEqual([]);
    expect(await told(sensor('external_task_id="nope"'), partial)).toEqual([
      expect.stringMatching(
        /^open: Whether the DAG `known` has the task `nope`, which the task `w` names, cannot be known before deploy: /,
      ),
    ]);
  });

  test("of a DAG with more tasks than are kept, only where its file is asked about", async () => {
    const many = `${imports}\nwith DAG("known"):\n    for n in range(500):\n        EmptyOperator(task_id=f"task_number_{n}")\n`;
    const files = [{ path: "dags/a.py", text: sensor('external_task_id="nope"') }];
    const other = { path: "dags/known.py", text: many };
    const rules = async (input: Parameters<typeof inspectTexts>[0]) =>
      (await inspectTexts(input)).findings.map(({ rule }) => rule).filter((rule) => rule === "DAG-032");
    expect(await rules({ files: [...files, other] })).toHaveLength(1);
    expect(await rules({ files, context: [other] })).toEqual([]);
  });

  test("in linear time", { timeout: 60_000 }, async () => {
    await expectLinear(20, (size) => {
      const ids = Array.from({ length: size * 10 }, (_, index) => `"n${index}"`).join(", ");
      return told(sensor(`external_task_ids=[${ids}]`), known);
    });
  });
});
