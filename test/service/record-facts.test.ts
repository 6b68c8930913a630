import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { openKeyStore } from "../../src/evidence/key-store.ts";
import { readConfiguration } from "../../src/service/configuration.ts";
import { recordConfiguration } from "../../src/service/record-facts.ts";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryDirectory } from "../git/repository.ts";

test("a start tells of configuration and keys when they are others than before, so that a key never told of is told", async () => {
  const directory = temporaryDirectory();
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const configuration = readConfiguration({ COUNTERSIGN_STATE: directory }, directory);
  const keys = openKeyStore(directory);
  const now = new Date("2026-11-20T12:00:00Z");
  const start = async () => {
    await recordConfiguration(store, configuration, keys.list(), now);
    return (await store.readAuditHead()).seq;
  };

  expect(await start()).toBe(1);
  expect(await start()).toBe(1);
  const { keyid } = keys.create("correct horse battery staple", now); // and whoever made it was killed
  expect(await start()).toBe(2);
  expect(await start()).toBe(2);
  expect((await store.readLastEntry("configuration"))?.details).toMatchObject({ keys: [{ keyid, state: "active" }] });
});
