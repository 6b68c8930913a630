import { expect, test } from "vitest";
import { brief, inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

test("an open change of another repository brings it", async () => {
  const { findings } = await inspectTexts({
    files: [{ path: "dags/a.py", text: 'from airflow.sdk import DAG\nwith DAG("a"):\n    pass\n' }],
    known: knownOf({
      repository: "acme/study",
      inventory: { dags: [{ dagId: "a", repository: "acme/other", path: "dags/x.py", state: "pending", change: 12 }] },
    }),
  });
  expect(brief(findings.filter(({ rule }) => rule === "IDN-006"))).toEqual([
    "IDN-006 2:10 An open change of `acme/other` brings the dag_id `a` too (`dags/x.py`).",
  ]);
});
