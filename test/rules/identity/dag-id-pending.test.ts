import { expect, test } from "vitest";
import { brief, inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";
import { elsewhere, nodeThatHas } from "../node-dags.ts";

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

test.each([
  ["of another repository", { change: 12 }, "An open change of `trials` brings the dag_id `a` too (`dags/x.py`)."],
  ["of this one", { change: 12, isOwn: true }, "The open change 12 brings the dag_id `a` too (`dags/x.py`)."],
  ["of this one, at the same path: git tells", { change: 12, isOwn: true, path: "dags/a.py" }, null],
  ["that may bring it", { change: 12, kind: "may-have" }, null],
  ["that takes it away", { change: 12, kind: "drops" }, null],
] as const)("an open change %s", async (_, more, message) => {
  const text = 'from airflow.sdk import DAG\nwith DAG("a"):\n    pass\n';
  const askNode = nodeThatHas([elsewhere({ dagId: "a", ...more })]);
  const { findings } = await inspectTexts({ files: [{ path: "dags/a.py", text, before: null }], askNode });
  expect(findings.filter(({ rule }) => rule === "IDN-006").map((one) => one.message)).toEqual(
    message === null ? [] : [message],
  );
});
