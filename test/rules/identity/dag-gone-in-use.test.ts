import { describe, expect, test } from "vitest";
import { exampleChange } from "../../../src/rules/hygiene/example-change.ts";
import { inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";
import { elsewhere, nodeThatHas } from "../node-dags.ts";

const dag = (dagId: string) =>
  `from airflow.sdk import DAG\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG(${dagId}):\n    E(task_id="a")\n`;
const trigger = (dagId: string) =>
  `from airflow.sdk import DAG\nfrom airflow.operators.trigger_dagrun import TriggerDagRunOperator as T\nwith DAG("n"):\n    T(task_id="t", trigger_dag_id="${dagId}")\n`;
const sensor = trigger("gone")
  .replace("operators.trigger_dagrun import TriggerDagRunOperator", "sensors.external_task import ExternalTaskSensor")
  .replace("trigger_dag_id", "external_dag_id");
const gone = exampleChange("dags/gone.py", { status: "removed", size: null, kind: "dag" });
const removed = [{ path: gone.path, kind: "dag", content: Buffer.from(dag('"gone"')) }];

async function told(input: Partial<TextsToInspect>) {
  const { findings } = await inspectTexts({
    files: [],
    removed,
    ...input,
    known: { changed: [gone], ...input.known },
  });
  return findings
    .filter(({ rule }) => rule === "IDN-008")
    .map(({ path, message, confidence, isNew }) => `${path} ${confidence} ${isNew} ${message}`);
}
const rest = (text: string) => [{ path: "dags/n.py", text }];

test("a task that triggers what is removed, in a file that the change does not touch", async () => {
  expect(await told({ context: rest(trigger("gone")) })).toEqual([
    "dags/gone.py high true The DAG `gone` is gone with this change, and the task `t` (`dags/n.py:4`) still triggers it.",
  ]);
});

test("a sensor that waits for it", async () => {
  expect(await told({ context: rest(sensor) })).toEqual([
    "dags/gone.py high true The DAG `gone` is gone with this change, and the task `t` (`dags/n.py:4`) still waits for it.",
  ]);
});

test("a marker that names it as what follows", async () => {
  const marker = sensor
    .replaceAll("ExternalTaskSensor", "ExternalTaskMarker")
    .replace("external_dag_id", 'external_task_id="a", external_dag_id');
  expect(await told({ context: rest(marker) })).toEqual([
    "dags/gone.py high true The DAG `gone` is gone with this change, and the task `t` (`dags/n.py:4`) still marks it as what follows.",
  ]);
});

test("an id that is changed in its file", async () => {
  const files = [
    { path: "dags/gone.py", text: dag('"renamed"'), before: { path: "dags/gone.py", text: dag('"gone"') } },
  ];
  expect(await told({ files, removed: [], context: rest(trigger("gone")), known: { changed: [] } })).toHaveLength(1);
  expect(await told({ files, removed: [], context: rest(trigger("renamed")), known: { changed: [] } })).toEqual([]);
});

test("a run that is under way", async () => {
  const runs = [{ dagId: "gone", state: "running", path: "jobs/a.yml" }] as const;
  expect(await told({ context: rest(dag(`"n"`)), known: { runs, changed: [gone] } })).toEqual([
    "dags/gone.py high true The DAG `gone` is gone with this change, while the run that `jobs/a.yml` asked for is running.",
  ]);
  expect(await told({ known: { runs: [{ ...runs[0], dagId: "n" }], changed: [gone] } })).toEqual([]);
});

test("a run that another repository asked for", async () => {
  const runs = [{ dagId: "gone", state: "queued", path: "jobs/a.yml", repository: "acme/trials" }] as const;
  expect(await told({ known: { runs, changed: [gone] } })).toEqual([
    expect.stringContaining("while the run that `jobs/a.yml` of `acme/trials` asked for is queued."),
  ]);
});

describe("by what the service has read of other repositories", () => {
  const task = elsewhere({ dagId: "gone", kind: "triggers", taskId: "next" });

  test("live tasks of theirs that name it, beside those of this one", async () => {
    const askNode = nodeThatHas([task, { ...task, kind: "awaits", path: "dags/y.py" }, { ...task, change: 12 }]);
    expect(await told({ context: rest(trigger("gone")), askNode })).toEqual([
      "dags/gone.py high true The DAG `gone` is gone with this change, and the task `next` of `trials` (`dags/x.py:4`, and 1 more) still triggers it.",
      "dags/gone.py high true The DAG `gone` is gone with this change, and the task `t` (`dags/n.py:4`) still triggers it.",
    ]);
  });

  test("one of them has it, too", async () => {
    expect(await told({ askNode: nodeThatHas([task, elsewhere({ dagId: "gone" })]) })).toEqual([]);
    expect(await told({ askNode: nodeThatHas([task, elsewhere({ dagId: "gone", change: 12 })]) })).toHaveLength(1);
  });

  test("one was not read yet", async () => {
    const { indeterminate } = await inspectTexts({
      ...{ files: [], removed, known: { changed: [gone] } },
      askNode: nodeThatHas([], { unread: ["trials"] }),
    });
    expect(indeterminate.filter(({ rule }) => rule === "IDN-008")).toMatchObject([
      {
        path: "dags/gone.py",
        reason: expect.stringContaining("`gone`, which is gone with this change, cannot be known"),
      },
    ]);
  });
});

test("what may still be there is told with less confidence", async () => {
  expect(await told({ context: [...rest(trigger("gone")), { path: "dags/o.py", text: dag("name()") }] })).toEqual([
    expect.stringContaining("dags/gone.py low"),
  ]);
});

test.each([
  ["nothing asks for it", { context: rest(trigger("other")) }],
  ["it moved to another file", { context: [...rest(trigger("gone")), { path: "dags/b.py", text: dag('"gone"') }] }],
  [
    "another repository of the node has it",
    {
      context: rest(trigger("gone")),
      known: {
        ...knownOf({
          repository: "acme/study",
          inventory: {
            dags: [{ dagId: "gone", repository: "acme/other", path: "a.py", state: "live", change: null }],
          },
        }),
        changed: [gone],
      },
    },
  ],
] as const)("no word where %s", async (_, input) => {
  expect(await told(input)).toEqual([]);
});
