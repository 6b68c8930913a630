import { join } from "node:path";
import { expect, test } from "vitest";
import { reconcileRepository } from "../../src/journeys/reconcile.ts";
import { serveGit } from "../git/git-server.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { noOrganisation } from "./no-organisation.ts";
import { toldChange } from "./told-change.ts";

const { repository } = toldChange.ref;

/** A repository with one open change (7) and one that was merged (8), and a store that fails where `failing` says, by the number of the call. */
async function setUp(failing: readonly number[]) {
  const root = temporaryDirectory();
  makeRepository(join(root, "study")).commit({ a: "1" });
  const { url } = await serveGit({ root });
  const asked: number[] = [];
  let calls = 0;
  let looks: ReadonlyMap<number, string> = new Map();
  const merged = { number: 8, updatedAt: "2026-08-20T12:00:00Z" };
  const change = { number: 7, headSha: "a".repeat(40), baseRef: "refs/heads/main", updatedAt: "2026-11-20T12:00:00Z" };
  const ports = {
    forge: {
      ...noOrganisation,
      name: "github",
      listOpenChanges: async () => [change],
      listMergedChanges: async () => [merged],
      readRemote: async () => ({ url: `${url}/study/.git`, credentials: null }),
    },
    store: {
      remind: async () => {},
      readMergedLooks: async () => looks,
      recordMergedLooks: async (_: unknown, now: ReadonlyMap<number, string>) => {
        looks = now;
      },
      enqueue: async ({ number }: { number: number }) => {
        calls += 1;
        if (failing.includes(calls)) throw new Error("the disk is full");
        asked.push(number);
      },
    },
    clock: { now: () => new Date("2026-11-20T13:00:00Z") },
    repositoryOf: () => ({ branch: "main" }),
  };
  const look = (seen: Map<string, string>) =>
    reconcileRepository(
      ports as unknown as Parameters<typeof reconcileRepository>[0], // all that is asked of them
      { ...repository, defaultBranch: "main" } as Parameters<typeof reconcileRepository>[1],
      seen,
    );
  let seen = new Map<string, string>();
  const restart = () => {
    seen = new Map();
  };
  return { look: () => look(seen), asked, merged, restart };
}

test("a change is looked at once as long as it stays as it is", async () => {
  const { look, asked } = await setUp([]);
  await look();
  await look();
  expect(asked).toEqual([8, 7]);
});

test("a look that could not be noted is noted the next time", async () => {
  const { look, asked } = await setUp([1, 3]);
  await expect(look()).rejects.toThrow("the disk is full");
  expect(asked).toEqual([]);
  await expect(look()).rejects.toThrow("the disk is full");
  expect(asked).toEqual([8]);
  await look();
  expect(asked).toEqual([8, 7]);
});

test("what is said of a merged change while the service is down is heard, however long that was", async () => {
  const { look, asked, merged, restart } = await setUp([]);
  await look();
  restart();
  await look();
  expect(asked).toEqual([8, 7, 7]);
  merged.updatedAt = "2026-09-20T12:00:00Z";
  restart();
  await look();
  expect(asked).toEqual([8, 7, 7, 8, 7]);
});
