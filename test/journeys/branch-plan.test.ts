import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { Recall } from "../../src/domain/recall.ts";
import { beginRecall, planBranch } from "../../src/journeys/branch-plan.ts";
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
