import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pino } from "pino";
import { expect, test } from "vitest";
import type { AuditEntry } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { approved, at, decision, here, landing, publication, release, repository, run } from "../contract/records.ts";
import { temporaryDirectory } from "../git/repository.ts";
import { findLostEntries } from "./find-lost-entries.ts";

const entry = (kind: string, details: AuditEntry["details"]): AuditEntry => ({ at: at(0), kind, repository, details });

/** A state directory with one record of each kind, each with its entry. */
async function recordOneOfEach(): Promise<string> {
  const directory = temporaryDirectory();
  const store = await openStore({ directory, log: pino({ level: "silent" }) });
  const { ref, sha, at: receivedAt } = landing;
  await store.receive({ id: "d1", forge: "github", event: "push", receivedAt }, [], (outcome) =>
    entry("delivery", { delivery: "d1", outcome }),
  );
  await store.recordDecision(here, 7, "h1", decision, entry("decision", { change: 7, head: "h1" }));
  await store.recordAnswer(here, 7, 11, "Merged.", entry("command", { change: 7, comment: 11 }));
  await store.recordAttestation(
    {
      kind: "approval",
      repositoryKey: here,
      change: 7,
      commit: sha,
      place: "x",
      envelope: { payloadType: "t", payload: "e30=", signatures: [] },
      at: at(0),
    },
    entry("attestation", { kind: "approval", commit: sha, place: "x" }),
  );
  await store.recordLanding({ ...landing, verdict: approved }, entry("landing", { ref, sha, status: "approved" }));
  await store.recordRelease(release, null);
  const live = { ...release, state: "live" } as const;
  await store.recordRelease(live, entry("deployment", live));
  await store.createRun(run);
  await store.moveRun(run.id, "queued", "", entry("run", { run: run.id, from: "waiting", to: "queued" }));
  await store.moveRun(run.id, "running", "", entry("run", { run: run.id, from: "queued", to: "running" }));
  await store.createPublication(publication);
  const proposed = { ...publication, state: "proposed", change: 9 } as const;
  await store.updatePublication(proposed, entry("publication", { run: run.id, state: "proposed" }));
  await store.close();
  return directory;
}

const kinds = ["delivery", "decision", "command", "attestation", "landing", "deployment", "run", "publication"];

test("each record has its entry", async () => {
  expect(findLostEntries(await recordOneOfEach())).toEqual([]);
});

test.each(kinds)("an entry that was lost is found: %s", async (kind) => {
  const directory = await recordOneOfEach();
  change(directory, kind, "DELETE FROM audit");
  expect(findLostEntries(directory)).not.toEqual([]);
});

/** Why a publication waits may be told more than once. */
const toldOnce = kinds.filter((kind) => kind !== "publication");

test.each(toldOnce)("an entry that is there twice is found: %s", async (kind) => {
  const directory = await recordOneOfEach();
  change(directory, kind, "INSERT INTO audit SELECT seq + 100, entry, hash FROM audit");
  expect(findLostEntries(directory)).not.toEqual([]);
});

function change(directory: string, kind: string, sql: string): void {
  const database = new DatabaseSync(join(directory, "countersign.db"));
  database.exec("DROP TRIGGER audit_is_never_deleted");
  database.prepare(`${sql} WHERE json_extract(entry, '$.kind') = ?`).run(kind);
  database.close();
}
