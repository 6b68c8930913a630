import { pino } from "pino";
import { expect, test } from "vitest";
import { decide } from "../../src/core/decide.ts";
import type { ChangeRequest } from "../../src/domain/change.ts";
import { firstBody, numberOfPlace, recallRemoved, recordComment } from "../../src/journeys/record-first-seen.ts";
import { openStore } from "../../src/store/open-store.ts";
import { approval, ben, cleo, comment, jobRequest, oneController } from "../core/decide/facts.ts";
import { ada, toldChange } from "./told-change.ts";

test.each([
  ["/countersign approve x", false, "/countersign approve x"],
  ["/countersign approve x", true, null],
  ["/countersign approve x\n/countersign hold", true, "/countersign hold"],
  ["/countersign withdraw\n/countersign unhold", true, "/countersign withdraw"],
])("of %j, edited before it was seen: %s, this is known: %j", (body, edited, known) => {
  expect(firstBody({ body, edited })).toBe(known);
});

test("a comment on a commit and one on an alert may share an id, and are two", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  const onCommit = { id: 7, body: "/countersign approve x", baseRef: null, mergeBase: null };
  await store.recordComment("github:1", numberOfPlace("commit"), onCommit);
  const onAlert = { ...onCommit, body: "Thanks" };
  expect(await store.recordComment("github:1", numberOfPlace("conversation"), onAlert)).toEqual(onAlert);
  await store.close();
});

test("an objection on a commit outlives its comment, for this commit alone; so does one on a change", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  const seen = { baseRef: null, mergeBase: null, account: ada, at: "2026-11-20T12:00:00Z" };
  const [hold, reject] = ["/countersign hold", "/countersign reject"];
  await store.recordComment("github:5", numberOfPlace("commit"), { ...seen, id: 1, body: hold, about: "a".repeat(40) });
  await store.recordComment("github:5", 7, { ...seen, id: 2, body: reject });
  const recalled = async (number: number, sha: string) => {
    const told = { ...toldChange, ref: { ...toldChange.ref, number }, head: { ...toldChange.head, sha } };
    const found = await recallRemoved({ store, told, mirror: { directory: "" }, baseSha: "" });
    return found.map(({ id, body }) => `${id} ${body}`);
  };
  expect(await recalled(0, "a".repeat(40))).toEqual([`1 ${hold}`]);
  expect(await recalled(0, "b".repeat(40))).toEqual([]);
  expect(await recalled(7, "b".repeat(40))).toEqual([`2 ${reject}`]);
  await store.close();
});

test("a withdrawal outlives its comment, and ends an approval as before, but no objection", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  const said = {
    id: 9,
    account: ben,
    body: "/countersign withdraw",
    at: "2026-11-20T13:00:00Z",
    edited: false,
  } as const;
  const told = { ...toldChange, comments: [{ ...said, place: "conversation" as const }] };
  const sight = { store, told, mirror: { directory: "" }, baseSha: "" };
  for (const comment of told.comments) await recordComment(sight, comment);
  const removed = await recallRemoved({ ...sight, told: toldChange });
  await store.close();

  const judge = (more: Partial<ChangeRequest>) =>
    decide({ ...jobRequest, ...more }, { policy: oneController, node: null }).status;
  const reviews = [approval({ by: ben })];
  expect(judge({ reviews })).toBe("approved");
  expect(judge({ reviews, comments: removed })).toBe("pending");
  const objects = comment({ by: cleo, body: "/countersign reject" });
  const withdrawn = removed.map((one) => ({ ...one, account: cleo }));
  expect(judge({ reviews, comments: [objects, ...withdrawn] })).toBe("rejected");
});
