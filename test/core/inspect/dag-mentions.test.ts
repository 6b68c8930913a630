import { expect, test } from "vitest";
import { mentionsIn, type SpokenOf } from "../../../src/core/inspect/dag-mentions.ts";
import { packDags } from "../../../src/core/inspect/packed-dags.ts";
import type { DagMention } from "../../../src/domain/node-dags.ts";
import { inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";

const head = `from airflow.sdk import DAG
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator as T
`;
const dag = (id: string) => `with DAG("${id}"):\n    pass\n`;
const trigger = (target: string) => `with DAG("n"):\n    T(task_id="t", trigger_dag_id="${target}")\n`;
const briefly = (all: readonly DagMention[]) =>
  all.map(({ kind, dagId, path, line, taskId }) => `${kind} ${dagId} ${path}:${line} ${taskId}`);

/** What a change says, as the inspection asks. */
async function spoken(input: Partial<TextsToInspect>): Promise<SpokenOf> {
  const asked: SpokenOf[] = [];
  await inspectTexts({
    files: [],
    ...input,
    askNode: async (spokenOf) => {
      asked.push(spokenOf);
      return null;
    },
  });
  const [only, ...others] = asked;
  if (only === undefined || others.length > 0) throw new Error(`it was asked ${asked.length} times`);
  return only;
}

test("what a change brings, takes away and names is said; what it only edits is asked about", async () => {
  const before = { path: "dags/a.py", text: `${head}${dag("kept")}${dag("gone")}` };
  const text = `${head}${dag("kept")}${dag("new")}if input():\n    with DAG("maybe"):\n        pass\n${trigger("far")}`;
  const { mentions, dagIds } = await spoken({ files: [{ path: "dags/a.py", text, before }] });
  expect(briefly(mentions)).toEqual([
    "has new dags/a.py:5 null",
    "may-have maybe dags/a.py:8 null",
    "has n dags/a.py:10 null",
    "triggers far dags/a.py:11 t",
    "drops gone dags/a.py:5 null",
  ]);
  expect(dagIds).toEqual(["far", "gone", "kept", "maybe", "n", "new"]);
});

test("a DAG that moves to another file is neither brought nor taken away", async () => {
  const removed = [{ path: "dags/a.py", kind: "dag", content: Buffer.from(`${head}${dag("kept")}`) }];
  const files = [{ path: "dags/b.py", text: `${head}${dag("kept")}`, before: null }];
  const { mentions, dagIds } = await spoken({ files, removed });
  expect([mentions, dagIds]).toEqual([[], ["kept"]]);
});

test("the DAG of a job request is asked about", async () => {
  const text = "version: 1\ntitle: A\nengine: { airflow: { dag_id: cohort } }\n";
  const { mentions, dagIds } = await spoken({
    files: [{ path: "jobs/a.yml", text: `${text}purpose: p\nexpires: 2027-01-01\noutputs: []\ninputs: []\n` }],
  });
  expect([mentions, dagIds.filter((id) => id !== "cohort")]).toEqual([[], []]);
});

test("of a repository all is said, with the first file that may have more", () => {
  const span = { start: { line: 3, column: 1 }, end: { line: 3, column: 2 } };
  const known = { idSpan: span, params: [], paramsCertainty: "exact", certainty: "exact", reason: null } as const;
  const model = { location: null, isUnread: false, asked: [] };
  const plain = { ...known, isRegistered: true, isUnconditional: true, definedIn: null };
  const packed = packDags([
    {
      ...{ ...model, path: "a.py", unclear: null },
      dags: [
        { ...plain, path: "a.py", dagId: "one" },
        { ...plain, path: "a.py", dagId: "from elsewhere", definedIn: "b.py" },
        { ...plain, path: "a.py", dagId: null },
      ],
      references: [{ kind: "awaits", dagId: "far", path: "a.py", span, of: "one", taskId: "w" }],
    },
    { ...model, path: "b.py", unclear: "why", dags: [], references: [] },
  ]);
  const { mentions, unclear } = mentionsIn(packed);
  expect(briefly(mentions)).toEqual([
    "has one a.py:3 null",
    "may-have from elsewhere a.py:3 null",
    "awaits far a.py:3 w",
  ]);
  expect(unclear).toBe("in b.py, why");
  expect(mentionsIn(packDags([]))).toEqual({ mentions: [], unclear: null });
});
