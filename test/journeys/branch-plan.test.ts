import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { planRelease } from "../../src/core/plan-release.ts";
import type { Recall } from "../../src/domain/recall.ts";
import { beginRecall, planBranch, readBranchRecords } from "../../src/journeys/branch-plan.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { auditEntry } from "../support/audit-entry.ts";

type Files = Readonly<Record<string, string | null>>;

const place = { repositoryKey: "github:5", ref: "refs/heads/main" } as const;
const ben = { id: 2, login: "ben" };

/** Whether the recall of what landed second stands after all else has landed; `parts` are the landings. */
async function stands(...parts: readonly [Files, Files, ...Files[]]): Promise<boolean> {
  const repository = makeRepository(join(temporaryDirectory(), "work"));
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const shas: string[] = [];
  for (const [index, files] of parts.entries()) {
    const before = shas.at(-1) ?? "0".repeat(40);
    const sha = repository.commit(files);
    await store.recordLanding(
      {
        ...place,
        before,
        sha,
        tree: repository.git("rev-parse", `${sha}^{tree}`),
        verdict: {
          status: "approved",
          basis: { kind: "change", number: index, head: sha },
          decision: null,
          reason: "it is approved",
        },
        at: `2026-11-2${index}T12:00:00Z`,
      },
      auditEntry(),
    );
    shas.push(sha);
  }
  const recall: Recall = {
    ...place,
    id: "recall",
    sha: shas[1] ?? "",
    change: 1,
    cause: { kind: "taken-back", acts: [{ kind: "withdrawal", by: ben }], rollsBack: true },
    at: "2026-11-29T12:00:00Z",
    ended: null,
    isTold: true,
  };
  const ports = { store, clock: { now: () => new Date("2026-11-30T12:00:00Z") } } as unknown as JourneyPorts; // all that is asked of them
  const repositoryRef = { forge: "github", id: 5, name: "acme/study" } as const;
  await beginRecall(ports, repositoryRef, recall);
  const branch = {
    repository: repositoryRef,
    ref: place.ref,
    mirror: { directory: join(repository.directory, ".git") },
  } as const;
  const { recalls } = await planBranch(ports, branch);
  return recalls.some(({ ended }) => ended === null);
}

const start = { "a.py": "a\n", "b.py": "b\n" };
const bad = { "a.py": "bad\n", "new.py": "new\n" };

test("what was taken back stays so while something of it is there", async () => {
  expect(await stands(start, bad)).toBe(true);
  expect(await stands(start, bad, { "a.py": "a\n" })).toBe(true);
});

test("it ends when all of it is undone, whatever else landed", async () => {
  expect(await stands(start, bad, { "a.py": "a\n", "new.py": null, "c.py": "c\n" })).toBe(false);
});

test("it stays when its content is kept under another name", async () => {
  expect(await stands(start, bad, { "a.py": "a\n", "new.py": null, "moved/new.py": "new\n" })).toBe(true);
  expect(await stands(start, bad, { "a.py": "a\n", "new.py": null, "b.py": "bad\n" })).toBe(true);
});

test("content that was there before is not its own, and may be anywhere", async () => {
  const copied = { "copy.py": "b\n", "new.py": "new\n" };
  expect(await stands(start, copied, { "copy.py": null, "new.py": null })).toBe(false);
  expect(await stands(start, copied, { "copy.py": null, "new.py": null, "other.py": "b\n" })).toBe(false);
});

test("what was taken back is held back, however much landed since", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const shas = Array.from({ length: 510 }, (_, index) => index.toString(16).padStart(40, "0"));
  for (const [index, sha] of shas.entries()) {
    const basis = { kind: "change", number: index, head: sha } as const;
    const verdict = { status: "approved", basis, decision: null, reason: "it is approved" } as const;
    const before = shas[index - 1] ?? sha;
    await store.recordLanding({ ...place, before, sha, tree: sha, verdict, at: "2026-11-20T12:00:00Z" }, auditEntry());
  }
  const old = { ...place, id: "old", sha: shas[3] ?? "", change: 3, at: "2026-11-29T12:00:00Z" } as const;
  const acts = [{ kind: "withdrawal", by: ben }] as const;
  const cause = { kind: "taken-back", acts, rollsBack: true } as const;
  await store.recordRecall({ ...old, cause, ended: null, isTold: true }, auditEntry());
  const { onBranch, recalls } = await readBranchRecords(store, place.repositoryKey, place.ref);
  expect(planRelease(onBranch, recalls)).toMatchObject({ wanted: null, heldBackBy: [{ id: "old" }] });
  expect(onBranch).toHaveLength(510);
});
