import { expect, test } from "vitest";
import { inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";
import { elsewhere, nodeThatHas } from "../node-dags.ts";

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
  ['"c"', [0, 1]],
  ['"d"', [1, 0]],
  ['"e"', [0, 0]],
  ['"f"', [1, 0]],
  ['"".join(["f"])', [1, 0]],
  ["None", [0, 0]],
  ["name", [0, 1]],
  ['"{{ params.dag }}"', [0, 1]],
])("%s", async (target, expected) => {
  expect(await answersOf(target)).toEqual(expected);
});

test.each([
  ['expand(trigger_dag_id=["b", "f"])', [1, 0]],
  ['expand_kwargs([{"trigger_dag_id": "b"}, {"trigger_dag_id": "f"}])', [1, 0]],
  ['expand_kwargs([{"trigger_dag_id": "b"}, {"trigger_dag_id": name}])', [0, 1]],
  ["expand_kwargs(targets())", [0, 1]],
])("of a mapped task: %s", async (mapped, expected) => {
  const files = [
    { path: "dags/a.py", text: text("0").replace(/Operator\(.*\n/, `Operator.partial(task_id="t").${mapped}\n`) },
  ];
  expect(await answersOf("0", { files })).toEqual(expected);
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

test.each([
  ["another repository has it", nodeThatHas([elsewhere({ dagId: "f", kind: "may-have" })]), [0, 0], [0, 0]],
  ["an open change would bring it", nodeThatHas([elsewhere({ dagId: "f", change: 12 })]), [0, 1], [0, 1]],
  ["an open change takes it away", nodeThatHas([elsewhere({ dagId: "f", change: 12, kind: "drops" })]), [1, 0], [1, 0]],
  ["no repository has it", nodeThatHas([]), [1, 0], [1, 0]],
  ["one was not read yet", nodeThatHas([], { unread: ["trials"] }), [0, 1], [0, 0]],
  ["one may have it unseen", nodeThatHas([], { unclear: [{ repository: "trials", reason: "why" }] }), [0, 1], [0, 0]],
] as const)(
  "as the service has read the others, without and with an inventory: %s",
  async (_, askNode, without, beside) => {
    const repository = "acme/study";
    expect(await answersOf('"f"', { known: knownOf({ repository }), askNode })).toEqual(without);
    const inventory = { dags: [dag("f", "trials")] };
    expect(await answersOf('"f"', { known: knownOf({ repository, inventory }), askNode })).toEqual(beside);
  },
);

test.each([
  ['TriggerDagRunOperator.partial(task_id="t").expand(trigger_dag_id=["b", "f", "g"])', [2, 0]],
  ['TriggerDagRunOperator.partial(task_id="t").expand(trigger_dag_id=["b", x])', [0, 1]],
  ['TriggerDagRunOperator(task_id="t", default_args={"trigger_dag_id": "f"})', [1, 0]],
  ['for i in ("f", "g"):\n        TriggerDagRunOperator(task_id=i, trigger_dag_id=f"{PREFIX}_{i}")', [2, 0]],
])("%s", async (task, expected) => {
  const head = "from airflow.sdk import DAG\nfrom airflow.operators.trigger_dagrun import TriggerDagRunOperator\n";
  const files = [{ path: "dags/a.py", text: `${head}PREFIX = "acme"\nwith DAG("a"):\n    ${task}\n` }];
  expect(await answersOf("", { files })).toEqual(expected);
});
