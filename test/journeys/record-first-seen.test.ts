import { pino } from "pino";
import { expect, test } from "vitest";
import { firstBody, numberOfPlace } from "../../src/journeys/record-first-seen.ts";
import { openStore } from "../../src/store/open-store.ts";

test.each([
  ["/countersign approve x", false, "/countersign approve x"],
  ["/countersign approve x", true, null],
  ["/countersign approve x\n/countersign hold", true, "/countersign hold"],
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
