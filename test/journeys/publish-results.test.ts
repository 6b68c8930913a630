import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Publication } from "../../src/domain/publication.ts";
import type { Recall } from "../../src/domain/recall.ts";
import { publishApproved } from "../../src/journeys/publish-results.ts";
import { openStore } from "../../src/store/open-store.ts";
import { auditEntry } from "../support/audit-entry.ts";
import { toldChange } from "./told-change.ts";

type Ports = Parameters<typeof publishApproved>[0];
const [landedAs, another] = ["c".repeat(40), "d".repeat(40)];
const { repository, number } = toldChange.ref;
const collected: Publication = {
  run: "r1",
  repository,
  requester: { id: 1, login: "ada" },
  dvcPath: "results/cohort/r1.dvc",
  directory: { md5: `${"a".repeat(32)}.dir`, size: 1 },
  objects: [],
  branch: "countersign/results/r1",
  change: number,
  state: "collected",
  detail: "",
  updatedAt: "2026-11-20T12:00:00Z",
};
const takenBack: Recall = {
  id: "t",
  repositoryKey: "github:5",
  ref: "refs/heads/main",
  sha: landedAs,
  change: null,
  cause: { kind: "taken-back", acts: [{ kind: "objection", by: { id: 2, login: "ben" } }], rollsBack: true },
  at: "2026-11-20T13:00:00Z",
  ended: null,
  isTold: true,
};

/** Whether any storage was asked for approved results, while that is taken back. */
async function isStorageAsked(recall: Recall): Promise<boolean> {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  await store.createPublication(collected);
  await store.updatePublication({ ...collected, state: "proposed" }, auditEntry());
  await store.updatePublication({ ...collected, state: "approved", landedAs }, auditEntry());
  await store.recordRecall(recall, auditEntry());
  const storage = new Proxy({}, { get: () => expect.unreachable("the storage was asked") });
  const ports = {
    store,
    clock: { now: () => new Date("2026-11-20T14:00:00Z") },
    repositoryOf: () => ({ branch: "main" }),
    storage: { internal: storage, publication: storage },
    forge: { readChange: async () => toldChange, publishReport: async () => {} },
  } as unknown as Ports; // all that is asked of them
  try {
    await publishApproved(ports, "r1");
    return false;
  } catch {
    return true;
  }
}

describe("approved results wait while", () => {
  test.each([
    ["the approval of their change is taken back", { sha: another, change: number }],
    ["the approval of the countersigned commit is taken back", {}],
  ])("%s", async (_, recall) => {
    expect(await isStorageAsked({ ...takenBack, ...recall })).toBe(false);
  });
});

test.each([
  ["another landing is taken back", { sha: another }],
  ["it is approved again", { ended: { at: "2026-11-20T13:30:00Z", why: "it is approved again" } }],
])("approved results are published when %s", async (_, recall) => {
  expect(await isStorageAsked({ ...takenBack, ...recall })).toBe(true);
});
