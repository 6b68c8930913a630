import { pino } from "pino";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Attestation } from "../../src/domain/attestation.ts";
import type { Recall } from "../../src/domain/recall.ts";
import type { AuditEntry, Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { auditEntry } from "../support/audit-entry.ts";
import { ada, approved, at, change7, decision, here, landing, publication, release, run } from "./records.ts";

interface RecordedThing {
  readonly name: string;
  /** What has to be there before. */
  readonly before?: (store: Store) => Promise<unknown>;
  readonly write: (store: Store, entry: AuditEntry) => Promise<unknown>;
  readonly read: (store: Store) => Promise<unknown>;
  /** Whether it is an event each time, and no fact that is recorded once. */
  readonly isEvent?: boolean;
}

const adopted = {
  status: "approved",
  basis: { kind: "adopted", by: { ...ada, kind: "user" } },
  decision: null,
  reason: "ada",
} as const;
const live = { ...release, state: "live" } as const;
const attestation: Attestation = {
  kind: "approval",
  repositoryKey: here,
  change: 7,
  commit: landing.sha,
  place: "x",
  envelope: { payloadType: "t", payload: "e30=", signatures: [] },
  at: at(0),
};
const recall: Recall = {
  id: "rollback:1",
  repositoryKey: here,
  ref: landing.ref,
  sha: landing.sha,
  change: 7,
  cause: { kind: "rollback", by: { ...ada, kind: "user" }, to: "0".repeat(40), tip: landing.sha },
  at: at(0),
  ended: null,
  isTold: false,
};
const seen = { name: "acme/.github:countersign.yml", sha256: "a".repeat(64), saysNothing: false };
const readLanding = (store: Store) => store.readLanding(here, landing.ref, landing.sha);
const readRecalls = (store: Store) => store.listRecalls(here, landing.ref);

const recorded: readonly RecordedThing[] = [
  {
    name: "a delivery",
    write: (store, entry) =>
      store.receive({ id: "d1", forge: "github", event: "push", receivedAt: at(0) }, [change7], () => entry),
    read: (store) => store.size(),
    isEvent: true,
  },
  {
    name: "a landing",
    write: (store, entry) => store.recordLanding({ ...landing, verdict: approved }, entry),
    read: readLanding,
  },
  {
    name: "an approval of a landing that had none",
    before: (store) => store.recordLanding(landing, auditEntry()),
    write: (store, entry) => store.recordLanding({ ...landing, verdict: approved }, entry),
    read: readLanding,
  },
  {
    name: "an adoption",
    before: (store) => store.recordLanding({ ...landing, verdict: approved }, auditEntry()),
    write: (store, entry) => store.recordLanding({ ...landing, verdict: adopted }, entry),
    read: readLanding,
    isEvent: true,
  },
  {
    name: "a deployment",
    before: (store) => store.recordRelease({ ...release, id: "rel0", state: "live" }, auditEntry()),
    write: (store, entry) => store.recordRelease(live, entry),
    read: (store) => store.listReleases(here),
    isEvent: true,
  },
  { name: "a recall", write: (store, entry) => store.recordRecall(recall, entry), read: readRecalls },
  {
    name: "the end of a recall",
    before: (store) => store.recordRecall(recall, auditEntry()),
    write: (store, entry) => store.endRecall(recall.id, { at: at(1), why: "it was" }, entry),
    read: readRecalls,
  },
  {
    name: "a move of a run",
    before: (store) => store.createRun(run),
    write: (store, entry) => store.moveRun(run.id, "queued", "in the inbox", entry),
    read: (store) => store.readRun(run.id),
    isEvent: true,
  },
  {
    name: "a move of a publication",
    before: (store) => store.createPublication(publication),
    write: (store, entry) => store.updatePublication({ ...publication, state: "proposed", change: 9 }, entry),
    read: (store) => store.readPublication(run.id),
    isEvent: true,
  },
  {
    name: "a decision",
    before: (store) => store.recordDecision(here, 7, "h0", decision, auditEntry()),
    write: (store, entry) => store.recordDecision(here, 7, "h1", decision, entry),
    // only what differs from the last one is recorded, so that tells which that is
    read: async (store) => ((await store.recordDecision(here, 7, "h0", decision, auditEntry())) ? "h1" : "h0"),
  },
  {
    name: "an answer",
    write: (store, entry) => store.recordAnswer(here, 7, 11, "Merged.", entry),
    read: (store) => store.readAnswer(here, 7, 11),
  },
  {
    name: "a sight of an organisation's policy",
    write: (store, entry) => store.recordOrganisationPolicy("github/acme", seen, entry),
    read: (store) => store.readOrganisationPolicy("github/acme"),
    isEvent: true,
  },
  {
    name: "an attestation",
    write: (store, entry) => store.recordAttestation(attestation, entry),
    read: (store) => store.listAttestations(here, landing.sha),
  },
];

/** No JSON can hold what it says: the second half of the pair fails. */
const impossible: AuditEntry = { ...auditEntry(), details: { n: 1n } };

describe.each(recorded)("$name", ({ before, write, read, isEvent = false }) => {
  let store: Store;
  const countEntries = async () => (await store.readAuditHead()).seq;

  beforeEach(async () => {
    store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
    onTestFinished(() => store.close());
    await before?.(store);
  });

  test("is not recorded where its entry in the audit log cannot be", async () => {
    const then = await read(store);
    const entries = await countEntries();
    await expect(write(store, impossible)).rejects.toThrow();
    expect(await read(store)).toEqual(then);
    expect(await countEntries()).toBe(entries);
  });

  test(`has one entry${isEvent ? " each time" : ", however often it is recorded"}`, async () => {
    const entries = await countEntries();
    await write(store, auditEntry());
    expect(await countEntries()).toBe(entries + 1);
    await write(store, auditEntry());
    expect(await countEntries()).toBe(entries + (isEvent ? 2 : 1));
    expect(await store.verifyChain()).toMatchObject({ broken: null });
  });
});

test("the first answer to a comment holds, and belongs to that comment alone", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  expect(await store.recordAnswer(here, 7, 11, "Merged.", auditEntry())).toBe("Merged.");
  expect(await store.recordAnswer(here, 7, 11, "It is merged already.", auditEntry())).toBe("Merged.");
  expect(await store.readAnswer(here, 7, 11)).toBe("Merged.");
  expect(await store.readAnswer(here, 7, 12)).toBeNull();
  expect(await store.readAnswer(here, 8, 11)).toBeNull();
  expect(await store.readAnswer("gitlab:5", 7, 11)).toBeNull();
});

test("what only begins to be deployed has no entry", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  await store.recordRelease(release, null);
  expect((await store.readAuditHead()).seq).toBe(0);
});
