import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

const text = 'from airflow.sdk import DAG\nwith DAG("a"):\n    pass\n';
const places = (rule: string, other: string | null, state: "live" | "pending", own?: string) =>
  placesIn(rule, text, {
    known: knownOf({
      ...(own === undefined ? {} : { repository: own }),
      inventory: { dags: [{ dagId: "a", repository: other, path: "dags/x.py", state, change: null }] },
    }),
  });

test.each([
  ["acme/other", "live", "acme/study", ["2:10"], []],
  ["acme/other", "pending", "acme/study", [], ["2:10"]],
  ["acme/study", "live", "acme/study", [], []],
  ["Acme/Study", "live", "acme/study", [], []],
  [null, "live", "acme/study", [], []],
  ["acme/other", "live", undefined, [], []],
] as const)("%s %s in %s", async (other, state, own, live, pending) => {
  expect(await places("IDN-005", other, state, own)).toEqual(live);
  expect(await places("IDN-006", other, state, own)).toEqual(pending);
});

test("another id", async () => {
  const known = knownOf({
    repository: "acme/study",
    inventory: { dags: [{ dagId: "b", repository: "acme/other", path: "dags/x.py", state: "live", change: null }] },
  });
  expect(await placesIn("IDN-005", text, { known })).toEqual([]);
});
