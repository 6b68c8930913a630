import { pino } from "pino";
import { expect, test } from "vitest";
import { numberOfPlace } from "../../src/journeys/record-first-seen.ts";
import { openStore } from "../../src/store/open-store.ts";

test("a comment on a commit and one on an alert may share an id, and are two", async () => {
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  const onCommit = { id: 7, body: "/countersign approve x", baseRef: null, mergeBase: null };
  await store.recordComment("github:1", numberOfPlace("commit"), onCommit);
  const onAlert = { ...onCommit, body: "Thanks" };
  expect(await store.recordComment("github:1", numberOfPlace("conversation"), onAlert)).toEqual(onAlert);
  await store.close();
});
