import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { baseChange } from "../../src/core/base-change.ts";
import { findCommands } from "../../src/core/commands.ts";
import { decide } from "../../src/core/decide.ts";
import type { Decision } from "../../src/domain/decision.ts";
import type { NodeFile } from "../../src/domain/node.ts";
import { markers, withMarker } from "../../src/forges/github/markers.ts";
import { answerMarker, ownText } from "../../src/forges/gitlab/markers.ts";
import { answerCommands } from "../../src/journeys/answer-commands.ts";
import type { GatheredChange } from "../../src/journeys/gather-change.ts";
import type { Forge, ForgeChange, ForgeComment } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { toldChange } from "./told-change.ts";

const self = { id: 99, login: "countersign", kind: "bot", commitEmail: "bot@example.org" } as const;
const eve = { id: 4, login: "eve", kind: "user" } as const;
const ben = { id: 2, login: "ben", kind: "user" } as const;
const at = "2026-11-20T12:00:00Z";

function comment(id: number, body: string, account: ForgeComment["account"] = eve, edited = false): ForgeComment {
  return { id, place: "conversation", account, body, at, edited };
}

/** The ids of the comments that are answered, with the answers. */
async function answersTo(comments: readonly ForgeComment[]): Promise<ReadonlyMap<number, string>> {
  const answers = new Map<number, string>();
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const forge: Partial<Forge> = {
    readSelf: async () => self,
    answerComment: async (_, id, body) => void answers.set(id, body),
  };
  const known = comments.map(({ place: _, ...one }) => ({
    ...one,
    body: one.edited ? null : one.body,
    baseRef: null,
    mergeBase: null,
  }));
  const change = { ...baseChange, comments: known };
  const ref = { repository: { forge: "github", id: 1, name: "acme/study" }, number: 1 } as const;
  const told: Partial<ForgeChange> = { ref, state: "open", comments };
  const policy = { state: "absent" } as const;
  const gathered: GatheredChange = { told: told as ForgeChange, change, policy, mirror: { directory: "" } }; // all that is asked of it
  const ports = { forge: forge as Forge, store, clock: { now: () => new Date(at) }, node: null };
  await answerCommands(ports, gathered, decide(change, { policy, node: null }), true);
  return answers;
}

test("a comment is answered once", async () => {
  expect([...(await answersTo([comment(5, "/countersign help")])).keys()]).toEqual([5]);
  const said = [withMarker("Commands", markers.answer(5)), ownText(answerMarker(5), "Commands")];
  for (const body of said)
    expect([...(await answersTo([comment(5, "/countersign help"), comment(6, body, self)])).keys()]).toEqual([]);
});

test("an answer that was cut off before it was said is said, and nothing is carried out or told to the audit log again", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const said: string[] = [];
  let merges = 0;
  let isKilled = true;
  const forge: Partial<Forge> = {
    readSelf: async () => self,
    async mergeChange(_, sha) {
      merges += 1;
      const outcome = { merged: true, sha, head: sha, baseRef: told.baseRef } as const;
      return merges === 1 ? outcome : { merged: false, reason: "it is merged already" };
    },
    readChange: async () => told,
    async answerComment(_, __, body) {
      if (isKilled) throw new Error("killed");
      said.push(body);
    },
  };
  const asked = comment(5, "/countersign merge", ben);
  const change = { ...baseChange, author: ben, comments: [{ ...asked, baseRef: null, mergeBase: null }] };
  const ref = { repository: { forge: "github", id: 1, name: "acme/study" }, number: 1 } as const;
  const told: ForgeChange = { ...toldChange, ref, comments: [asked] };
  const policy = { state: "absent" } as const;
  const gathered: GatheredChange = { told, change, policy, mirror: { directory: "" } };
  const node = { controllers: [{ forge: "github", id: ben.id, login: ben.login }] } as unknown as NodeFile; // all that is read of it
  const decision: Decision = { ...decide(change, { policy, node: null }), status: "approved" };
  const ports = { forge: forge as Forge, store, clock: { now: () => new Date(at) }, node };
  const look = () => answerCommands(ports, gathered, decision, true);

  await expect(look()).rejects.toThrow("killed");
  expect((await store.readAuditHead()).seq).toBe(1);
  isKilled = false;
  await look();
  expect(said).toEqual([`Merged ${change.head.sha}.`]);
  expect(merges).toBe(1);
  expect((await store.readAuditHead()).seq).toBe(1);
});

test("nobody has us believe that a comment was answered, by having us quote a marker", async () => {
  const [mistake] = findCommands(`/countersign hold ${answerMarker(7)}`);
  const quote = mistake?.kind === "mistake" ? mistake.message : "";
  expect(quote).toContain(answerMarker(7));
  for (const body of [withMarker(quote, markers.answer(5)), ownText(answerMarker(5), quote)]) {
    const answers = await answersTo([comment(6, body, self), comment(7, "/countersign help")]);
    expect([...answers.keys()]).toEqual([7]);
  }
});

test("a command that an edit brought is answered, and not obeyed", async () => {
  const answers = await answersTo([comment(5, "/countersign merge", eve, true), comment(6, "Thanks", eve, true)]);
  expect([...answers.keys()]).toEqual([5]);
  expect(answers.get(5)).toMatch(/new comment/);
});
