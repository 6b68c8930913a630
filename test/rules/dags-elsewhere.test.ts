import { describe, expect, test } from "vitest";
import type { InventoryDag } from "../../src/domain/inventory.ts";
import {
  dagsElsewhere,
  type KnownOfNode,
  tasksElsewhere,
  whyNotAllKnown,
  whyNotRead,
} from "../../src/rules/dags-elsewhere.ts";
import { knownOf } from "./known-of.ts";
import { elsewhere, nodeThatHas } from "./node-dags.ts";

const listed = (repository: string | null): InventoryDag => ({
  ...{ dagId: "a", repository, path: "dags/old.py", state: "live", change: null },
});
async function knowing(
  dags: readonly InventoryDag[],
  answer: ReturnType<typeof nodeThatHas> | null,
  repository: string | null = "acme/study",
): Promise<KnownOfNode> {
  const { inventory } = knownOf({ inventory: { dags } });
  return { inventory: inventory ?? null, nodeDags: answer === null ? null : await answer(), repository };
}
const briefly = (known: KnownOfNode) =>
  dagsElsewhere(known, "a").map(({ repository, path, state, isSure }) => `${repository} ${path} ${state} ${isSure}`);

describe("the DAGs of others", () => {
  test("as they were read, each with whether it is sure and what it is of", async () => {
    const mentions = [
      elsewhere({ dagId: "a" }),
      elsewhere({ dagId: "a", kind: "may-have", change: 12 }),
      elsewhere({ dagId: "a", kind: "triggers", taskId: "t" }),
      elsewhere({ dagId: "b" }),
    ];
    expect(briefly(await knowing([], nodeThatHas(mentions)))).toEqual([
      "trials dags/x.py live true",
      "trials dags/x.py pending false",
    ]);
  });

  test.each([
    ["of a repository that was read, what the inventory has is old", ["Trials"], "acme/study", []],
    ["of one that nobody read, the inventory tells", ["acme/far"], "acme/study", ["acme/far dags/old.py live true"]],
    ["its own, by the name on the node", ["study"], "acme/study", []],
    ["its own, by the name on the forge", ["Acme/Study"], "acme/study", []],
    ["of nobody", [null], "acme/study", []],
    ["where it is not known whose it is", ["acme/far"], null, []],
  ] as const)("%s", async (_, owners, repository, expected) => {
    expect(briefly(await knowing(owners.map(listed), nodeThatHas([]), repository))).toEqual(expected);
  });
});

test("the live tasks of other repositories that name it", async () => {
  const task = elsewhere({ dagId: "a", kind: "triggers", taskId: "t" });
  const mentions = [
    task,
    { ...task, kind: "awaits" as const, path: "dags/y.py" },
    { ...task, change: 3 },
    { ...task, isOwn: true, change: 4 },
    { ...task, dagId: "b" },
    elsewhere({ dagId: "a" }),
  ];
  expect(tasksElsewhere(await knowing([], nodeThatHas(mentions)), "a").map(({ path }) => path)).toEqual([
    "dags/x.py",
    "dags/y.py",
  ]);
  expect(tasksElsewhere(await knowing([], null), "a")).toEqual([]);
});

test("what is not known of whom", async () => {
  const all = await knowing([], nodeThatHas([]));
  const unread = await knowing([], nodeThatHas([], { unread: ["one", "two"] }));
  const unclear = await knowing([], nodeThatHas([], { unclear: [{ repository: "one", reason: "in a.py, why" }] }));
  expect([all, unread, unclear].map(whyNotRead)).toEqual([
    null,
    "the live DAGs of `one` and `two` have not been read yet",
    null,
  ]);
  expect([all, unread, unclear].map(whyNotAllKnown)).toEqual([
    null,
    "the live DAGs of `one` and `two` have not been read yet",
    "`one` may have more DAGs: in a.py, why",
  ]);
});
