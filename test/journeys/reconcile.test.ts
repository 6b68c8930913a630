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
  const change = { number: 7, headSha: "a".repeat(40), baseRef: "refs/heads/main", updatedAt: "2026-11-20T12:00:00Z" };
  const ports = {
    forge: {
      ...noOrganisation,
      name: "github",
      listOpenChanges: async () => [change],
      listMergedChanges: async () => [{ ...change, number: 8 }],
      readRemote: async () => ({ url: `${url}/study/.git`, credentials: null }),
    },
    store: {
      remind: async () => {},
      enqueue: async ({ number }: { number: number }) => {
        calls += 1;
        if (failing.includes(calls)) throw new Error("the disk is full");
        asked.push(number);
      },
    },
    clock: { now: () => new Date("2026-11-20T13:00:00Z") },
    repositoryOf: () => ({ branch: "main" }),
  };
  const seen = new Map<string, string>();
  const look = () =>
    reconcileRepository(
      ports as unknown as Parameters<typeof reconcileRepository>[0], // all that is asked of them
      { ...repository, defaultBranch: "main" } as Parameters<typeof reconcileRepository>[1],
      seen,
    );
  return { look, asked };
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
