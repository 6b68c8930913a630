import { Writable } from "node:stream";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { ForgeError } from "../../src/domain/errors.ts";
import type { Repository } from "../../src/ports/forge.ts";
import type { TaskSubject } from "../../src/ports/store.ts";
import { findRepository } from "../../src/service/find-repository.ts";
import { openStore } from "../../src/store/open-store.ts";

const now = "2026-11-20T12:00:00.000Z";
const study: Repository = { forge: "github", id: 5, name: "bolt/study", defaultBranch: "main", webUrl: "" };
const change = (repository: string): TaskSubject & { kind: "change" } => ({
  kind: "change",
  forge: "github",
  repository,
  number: 7,
});

/** A real store, and a forge that answers so. */
async function find(repository: string, attempts: number, read: () => Promise<Repository>) {
  const lines: string[] = [];
  const write = (line: unknown, _: string, done: () => void) => {
    lines.push(String(line));
    done();
  };
  const log = pino(new Writable({ write }));
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const ports = { forge: { readRepository: read }, store, clock: { now: () => new Date(now) }, log };
  const found = await findRepository(ports, change(repository), attempts);
  return { found, next: (await store.take(now))?.subject ?? null, said: lines.map((line) => JSON.parse(line)) };
}

const refuse = (status: number) => () =>
  Promise.reject(new ForgeError("no", { status, retryable: status !== 404, retryAfterMs: null }));

test("a repository that has its name is found", async () => {
  expect(await find("bolt/study", 0, async () => study)).toEqual({ found: study, next: null, said: [] });
});

test("what was asked for under a former name is asked for under the new one", async () => {
  const { found, next, said } = await find("acme/study", 0, async () => study);
  expect({ found, next }).toEqual({ found: null, next: change("bolt/study") });
  expect(said).toMatchObject([{ repo: "acme/study", to: "bolt/study" }]);
});

test("what is not there is given up after a few tries, in so many words", async () => {
  await expect(find("acme/study", 1, refuse(404))).rejects.toThrow("no");
  const { found, next, said } = await find("acme/study", 2, refuse(404));
  expect({ found, next }).toEqual({ found: null, next: null });
  expect(said).toMatchObject([
    { level: 40, repo: "acme/study", msg: expect.stringContaining("not looked at any more") },
  ]);
});

test("an outage is no reason to give up", async () => {
  await expect(find("acme/study", 50, refuse(502))).rejects.toThrow("no");
});
