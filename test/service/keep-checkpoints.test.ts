import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { entriesBetweenCheckpoints, keepCheckpoints } from "../../src/service/keep-checkpoints.ts";
import { startEvidence } from "../../src/service/start-evidence.ts";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryDirectory } from "../git/repository.ts";
import { auditEntry } from "../support/audit-entry.ts";

test("entries that come with records are counted for the next signed point, and what writes none is not", async () => {
  const log = pino({ level: "silent" });
  const clock = { now: () => new Date("2026-11-20T12:00:00Z") };
  const opened = await openStore({ directory: ":memory:", log });
  onTestFinished(() => opened.close());
  const passphrase = "correct horse battery staple";
  const stateDirectory = temporaryDirectory();
  const evidence = await startEvidence({ stateDirectory, passphrase, store: opened, clock, log });
  const { store } = await keepCheckpoints(opened, evidence, { clock, log });
  const answer = (comment: number) => store.recordAnswer("github:5", 7, comment, "Merged.", auditEntry());

  for (let comment = 1; comment < entriesBetweenCheckpoints; comment += 1) await answer(comment);
  await answer(1); // recorded already
  expect(await store.readLastCheckpoint()).toBeNull();
  await answer(entriesBetweenCheckpoints);
  expect((await store.readLastCheckpoint())?.seq).toBe((await store.readAuditHead()).seq);
});
