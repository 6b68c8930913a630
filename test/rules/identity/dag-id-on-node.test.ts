import { describe, expect, test } from "vitest";
import { brief, inspectTexts, placesIn, type TextsToInspect } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";
import { elsewhere, nodeThatHas } from "../node-dags.ts";

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
  ["acme/other", "live", undefined, ["2:10"], []],
] as const)("%s %s in %s", async (other, state, own, live, pending) => {
  expect(await places("IDN-005", other, state, own)).toEqual(live);
  expect(await places("IDN-006", other, state, own)).toEqual(pending);
});

describe("where it is not known which repository this is", () => {
  const told = async (paths: readonly string[]) => {
    const { findings, indeterminate } = await inspectTexts({
      files: [{ path: "dags/a.py", text }],
      known: {
        ...knownOf({
          inventory: {
            dags: [{ dagId: "a", repository: "acme/other", path: "dags/x.py", state: "live", change: null }],
          },
        }),
        tree: paths.map((path) => ({ path, mode: "100644", size: null })),
      },
    });
    return [findings, indeterminate].map((some) => some.filter(({ rule }) => rule === "IDN-005").length);
  };

  test("one that has no file in common with this one is another one", async () => {
    expect(await told(["dags/a.py"])).toEqual([1, 0]);
  });

  test("one that has a file in common may be this one", async () => {
    expect(await told(["dags/a.py", "dags/x.py"])).toEqual([0, 1]);
  });
});

test("another id", async () => {
  const known = knownOf({
    repository: "acme/study",
    inventory: { dags: [{ dagId: "b", repository: "acme/other", path: "dags/x.py", state: "live", change: null }] },
  });
  expect(await placesIn("IDN-005", text, { known })).toEqual([]);
});

describe("as the service has read the other repositories", () => {
  const files = [{ path: "dags/a.py", text, before: null }];
  const told = async (more: Partial<TextsToInspect>) => {
    const { findings, indeterminate } = await inspectTexts({
      files,
      known: knownOf({ repository: "acme/study" }),
      ...more,
    });
    return [
      ...brief(findings.filter(({ rule }) => rule === "IDN-005")),
      ...indeterminate.filter(({ rule }) => rule === "IDN-005").map(({ path, reason }) => `${path} ${reason}`),
    ];
  };

  test("one has it", async () => {
    expect(await told({ askNode: nodeThatHas([elsewhere({ dagId: "a" })]) })).toEqual([
      "IDN-005 2:10 The dag_id `a` belongs to `trials` on this node (`dags/x.py`).",
    ]);
  });

  test("none has it live, for sure", async () => {
    const mentions = [
      elsewhere({ dagId: "a", kind: "may-have" }),
      elsewhere({ dagId: "a", kind: "triggers" }),
      elsewhere({ dagId: "a", change: 12 }),
    ];
    expect(await told({ askNode: nodeThatHas(mentions) })).toEqual([]);
  });

  test("one was not read yet: it cannot be known of what is new here, and of the rest nobody asked", async () => {
    const askNode = nodeThatHas([], { unread: ["trials"] });
    expect(await told({ askNode })).toEqual([
      "dags/a.py Whether another repository of the node has the dag_id `a` cannot be known: the live DAGs of `trials` have not been read yet.",
    ]);
    const before = { path: "dags/a.py", text };
    expect(await told({ askNode, files: [{ path: "dags/a.py", text: `# new\n${text}`, before }] })).toEqual([]);
    const unclear = [{ repository: "trials", reason: "in dags/g.py, why" }];
    expect(await told({ askNode: nodeThatHas([], { unclear }) })).toEqual([]);
  });

  test("what this repository had before the other took it is no news of the change", async () => {
    const before = { path: "dags/a.py", text };
    const askNode = nodeThatHas([elsewhere({ dagId: "a" })]);
    const { findings } = await inspectTexts({
      files: [{ path: "dags/a.py", text: `# new\n${text}`, before }],
      known: knownOf({ repository: "acme/study" }),
      askNode,
    });
    expect(findings.filter(({ rule }) => rule === "IDN-005")).toMatchObject([{ isNew: false }]);
  });
});
