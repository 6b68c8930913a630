import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { digestObserved } from "../../src/journeys/digest-observed.ts";
import type { Forge } from "../../src/ports/forge.ts";
import type { RecordedLanding } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { auditEntry } from "../support/audit-entry.ts";

const repository = { forge: "github", id: 5, name: "acme/study" } as const;

function landing(digit: string, at: string, summary: string | null): RecordedLanding {
  const basis = { kind: "change", number: Number(digit), head: "f".repeat(40) } as const;
  const base = {
    repositoryKey: "github:5",
    ref: "refs/heads/main",
    before: "0".repeat(40),
    tree: "1".repeat(40),
  } as const;
  const verdict = { status: "approved", basis, decision: null, reason: "" } as const;
  const observed = { change: Number(digit), summary, findings: [] };
  return { ...base, sha: digit.repeat(40), verdict, at, ...(summary === null ? {} : { observed }) };
}

test("what would have waited is one issue a week, kept up to date, and the last week's is closed", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const told: string[] = [];
  const forge: Partial<Forge> = {
    publishAlert: async (_, { key, title }) => void told.push(`${key}: ${title.replace(/^Countersign: \S+ /, "")}`),
    closeAlert: async (_, key) => void told.push(`closed ${key}`),
  };
  const land = async (one: RecordedLanding): Promise<void> => {
    await digestObserved({ forge: forge as Forge, store }, { repository }, one);
    await store.recordLanding(one, auditEntry());
  };
  await land(landing("1", "2026-11-16T09:00:00Z", "Waiting for ben."));
  await land(landing("2", "2026-11-17T09:00:00Z", null));
  await land(landing("3", "2026-11-22T09:00:00Z", "Waiting for cleo."));
  await digestObserved(
    { forge: forge as Forge, store },
    { repository },
    landing("3", "2026-11-22T09:00:00Z", "Waiting for cleo."),
  );
  await land(landing("4", "2026-11-23T09:00:00Z", "Waiting for ben."));
  await land(landing("5", "2026-11-24T09:00:00Z", "Waiting for ada."));
  const [w47, w48] = ["observe:refs/heads/main:2026-W47", "observe:refs/heads/main:2026-W48"];
  expect(told).toEqual([
    `${w47}: 1 change to main would have waited`,
    `${w47}: 2 changes to main would have waited`,
    `${w47}: 2 changes to main would have waited`,
    `closed ${w47}`,
    `${w48}: 1 change to main would have waited`,
    `${w48}: 2 changes to main would have waited`,
  ]);
});
