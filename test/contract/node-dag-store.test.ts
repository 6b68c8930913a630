import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DagMention, DagSource } from "../../src/domain/node-dags.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";

const log = pino({ level: "silent" });
const stores = [
  { name: "SQLite in memory", onDisk: false },
  { name: "SQLite in a directory", onDisk: true },
];

const study: DagSource = {
  ...{ repository: "github:5", change: null, name: "acme/study", namespace: "study", readAs: "a", unclear: null },
};
const other: DagSource = { ...study, repository: "gitlab:5", name: "acme/other", namespace: "other" };
const has = (dagId: string, line = 1): DagMention => ({ kind: "has", dagId, path: "dags/a.py", line, taskId: null });
const triggers = (dagId: string): DagMention => ({ ...has(dagId), kind: "triggers", taskId: "next" });

describe.each(stores)("the DAGs of a node in a store: $name", ({ onDisk }) => {
  let directory: string;
  let store: Store;

  beforeEach(async () => {
    directory = onDisk ? await mkdtemp(join(tmpdir(), "countersign-store-")) : ":memory:";
    store = await openStore({ directory, log });
  });

  afterEach(async () => {
    await store.close();
    if (onDisk) await rm(directory, { recursive: true });
  });

  const briefly = async (...ids: string[]) =>
    (await store.findMentions(ids)).map(
      ({ namespace, change, kind, dagId, line }) => `${namespace} ${change} ${kind} ${dagId}:${line}`,
    );

  test("the newest record of a source takes the place of the one before, and tells which ids that moves", async () => {
    expect(await store.readDagSource("github:5", null)).toBeNull();
    expect(await store.recordDags(study, [has("one"), has("two")])).toEqual(["one", "two"]);
    expect(await store.recordDags(study, [has("one"), has("two")])).toEqual([]);
    expect(await store.recordDags({ ...study, readAs: "b", unclear: "why" }, [has("two", 7), triggers("one")])).toEqual(
      ["one"],
    );
    expect(await store.readDagSource("github:5", null)).toEqual({ ...study, readAs: "b", unclear: "why" });
    expect(await briefly("one", "two", "three")).toEqual(["study null triggers one:1", "study null has two:7"]);
    expect(await store.findMentions(["one"])).toEqual([
      { ...triggers("one"), repository: "github:5", change: null, namespace: "study" },
    ]);
    expect(await store.findMentions([])).toEqual([]);
  });

  test("repositories of two forges and their changes are kept apart", async () => {
    await store.recordDags(study, [has("one")]);
    await store.recordDags({ ...study, change: 7 }, [has("one", 2)]);
    await store.recordDags(other, [has("one", 3)]);
    expect(await briefly("one")).toEqual(["study null has one:1", "study 7 has one:2", "other null has one:3"]);
    expect((await store.listLiveDagSources()).map(({ namespace }) => namespace)).toEqual(["other", "study"]);
    expect(await store.listDagChanges("github:5")).toEqual([7]);
    expect(await store.forgetDags("github:5", 7)).toEqual(["one"]);
    expect(await store.forgetDags("github:5", 7)).toEqual([]);
    expect(await briefly("one")).toEqual(["study null has one:1", "other null has one:3"]);
  });

  test("the changes that speak of an id, the newest first", async () => {
    await store.recordDags({ ...study, change: 7 }, [has("one"), triggers("two")]);
    await store.recordDags({ ...other, change: 9 }, [triggers("one")]);
    await store.recordDags({ ...other, change: 11 }, []);
    await store.recordDags(other, [has("two")]);
    const naming = async (...given: Parameters<Store["listChangesNaming"]>) =>
      (await store.listChangesNaming(...given)).map(({ name, change }) => `${name}#${change}`);
    expect(await naming(["one"], 10)).toEqual(["acme/other#9", "acme/study#7"]);
    expect(await naming(["two"], 10)).toEqual(["acme/study#7"]);
    expect(await naming([], 10)).toEqual([]);
    expect(await naming(null, 2)).toEqual(["acme/other#11", "acme/other#9"]);
  });

  test("a namespace is of one repository, and what left the node is forgotten", async () => {
    await store.recordDags(other, [has("one")]);
    await store.recordDags({ ...other, change: 3 }, [has("one")]);
    await store.recordDags(study, [has("two")]);
    await store.recordDags({ ...study, namespace: "other" }, [has("two")]);
    expect(await briefly("one", "two")).toEqual(["other null has two:1"]);
    await store.keepNamespaces(["other"]);
    expect(await briefly("two")).toHaveLength(1);
    await store.keepNamespaces([]);
    expect(await briefly("two")).toEqual([]);
    expect(await store.listLiveDagSources()).toEqual([]);
  });

  test("ids are any text", async () => {
    const ids = ["a'b", 'a"b', "é", "\u{1F600}", "%", "1"];
    await store.recordDags(
      study,
      ids.map((id) => has(id)),
    );
    expect((await store.findMentions(ids)).map(({ dagId }) => dagId).sort()).toEqual([...ids].sort());
  });
});
