import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { reportInTurn } from "../../src/journeys/report-in-turn.ts";

const repository = { forge: "github", id: 5, name: "acme/study" } as const;

test("a change is told one thing at a time, in the order asked; another change does not wait; a failure blocks nothing", async () => {
  const store = {};
  const said: string[] = [];
  const say = (text: string, number: number, delayMs: number) =>
    reportInTurn(store, { repository, number }, async () => {
      said.push(`${text} begins`);
      await sleep(delayMs);
      said.push(`${text} ends`);
      if (text === "one") throw new Error("the forge is away");
    });
  const all = await Promise.allSettled([say("one", 7, 40), say("two", 7, 0), say("other", 8, 5)]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(said).toEqual(["one begins", "other begins", "other ends", "one ends", "two begins", "two ends"]);
});
