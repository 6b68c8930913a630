import { pino } from "pino";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { createMirrors } from "../../src/journeys/mirrors.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import { createRepositoryIndexes } from "../../src/journeys/repository-index/repository-indexes.ts";
import { reviewChange } from "../../src/journeys/review-change.ts";
import type { Forge } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type Gitlab, startGitlab } from "../forges/gitlab/start-gitlab.ts";
import { temporaryDirectory } from "../git/repository.ts";

/** Main asks ben, whom nobody can do without; the branch beside it asks nobody. */
const strict = (id: number) => `version: 1
people: { controllers: { users: [{ login: ben, id: ${id} }] } }
otherwise: { require: { count: 1, from: controllers } }
commands: { merge: controllers }
`;
const lax = (id: number) => strict(id).replace("require: { count: 1, from: controllers }", "require: none");

let gitlab: Gitlab;
/** What happens while the rules run for the first, the second and every later time. */
let meanwhile: (() => Promise<unknown>)[];
let alerts: string[];

beforeEach(async () => {
  gitlab = await startGitlab();
  meanwhile = [];
  alerts = [];
  const ben = gitlab.seeded.users.ben?.id ?? 0;
  await gitlab.push("eve", "main", { ".countersign.yml": strict(ben) });
  await gitlab.push("eve", "lax", { ".countersign.yml": lax(ben) });
  await gitlab.push("ada", "x", { "notes.txt": "1\n" }, "lax");
  await gitlab.as("ada", "POST", "/merge_requests", { source_branch: "x", target_branch: "lax", title: "A note" });
  await gitlab.as("ben", "POST", "/merge_requests/1/notes", { body: "/countersign merge" });
});
afterEach(() => gitlab.close());

const edit = (body: unknown) => gitlab.as("ada", "PUT", "/merge_requests/1", body);
const say = (login: string, body: string) => gitlab.as(login, "POST", "/merge_requests/1/notes", { body });

/** Looks at the merge request once. Answers its state and its target, and what was said to the command. */
async function look(forge: Forge = gitlab.forge) {
  const log = pino({ level: "silent" });
  const store = await openStore({ directory: ":memory:", log });
  onTestFinished(() => store.close());
  const ports = {
    forge: { ...forge, publishAlert: async (_: unknown, { title }: { title: string }) => void alerts.push(title) },
    store,
    log,
    clock: { now: () => new Date() },
    mirrors: createMirrors(temporaryDirectory()),
    inspector: {
      inspect: async () => {
        await (meanwhile.length > 1 ? meanwhile.shift() : meanwhile[0])?.();
        return { findings: [], indeterminate: [], filesInspected: 0, unread: [] };
      },
    },
    indexes: createRepositoryIndexes({ patienceMs: 20_000, log }),
    node: null,
    repositoryOf: () => null,
    gateOf: () => null,
    presets: {},
    evidence: null,
  } as unknown as JourneyPorts; // all that is asked of them
  await reviewChange(ports, { repository: gitlab.repository, number: 1 });
  const { state, target_branch } = (await gitlab.as("ada", "GET", "/merge_requests/1")).body as Record<string, string>;
  const notes = (await gitlab.as("ada", "GET", "/merge_requests/1/notes?sort=asc")).body as { body: string }[];
  const answer = notes.find(({ body }) => body.includes("countersign:answer"))?.body ?? "";
  return { state, target_branch, answer };
}

const nothing = async () => {};
const titles = ["One", "Two", "Three", "Four"];

test("what nobody alters while it is decided on is merged", async () => {
  expect(await look()).toMatchObject({
    state: "merged",
    target_branch: "lax",
    answer: expect.stringMatching(/Merged/),
  });
  expect(alerts).toEqual([]);
});

test.each([
  ["goes to another base", () => edit({ target_branch: "main" }), /Not merged: Waiting for 1 approval/],
  ["becomes a draft", () => edit({ title: "Draft: A note" }), /Not merged/],
] as const)("a change that %s while it is decided on is decided on anew", async (_, alter, answer) => {
  meanwhile = [alter, nothing];
  expect(await look()).toMatchObject({ state: "opened", answer: expect.stringMatching(answer) });
});

test("a change about which somebody says something harmless meanwhile is merged all the same", async () => {
  meanwhile = [() => say("eve", "Nice."), nothing];
  expect(await look()).toMatchObject({ state: "merged" });
});

test("a change that is altered each time is not merged, and says so", async () => {
  meanwhile = [() => edit({ title: titles.shift() })];
  expect(await look()).toMatchObject({ state: "opened", answer: expect.stringMatching(/Not merged: each time/) });
});

test("a change that goes to another base in the very moment of its merge raises the alert", async () => {
  const { mergeChange } = gitlab.forge;
  const forge: Forge = {
    ...gitlab.forge,
    async mergeChange(ref, sha) {
      await edit({ target_branch: "main" });
      return mergeChange(ref, sha);
    },
  };
  expect(await look(forge)).toMatchObject({ target_branch: "main", answer: expect.stringMatching(/into main/) });
  expect(alerts).toEqual([expect.stringMatching(/merged into main, and decided on for lax/)]);
});
