import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { publicationDetails, runDetails } from "../../src/core/render/run-details.ts";
import { EngineError, ForgeError, StorageError } from "../../src/domain/errors.ts";
import { repositoryKey } from "../../src/domain/identity.ts";
import type { NodeRepository } from "../../src/domain/node.ts";
import type { Recall } from "../../src/domain/recall.ts";
import { createInboxEngine } from "../../src/engines/inbox/index.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { findRecallOfRun } from "../../src/journeys/carry-out-recalls.ts";
import { collectResults } from "../../src/journeys/collect-results.ts";
import { createMirrors } from "../../src/journeys/mirrors.ts";
import { type RunPorts, runJob } from "../../src/journeys/run-job.ts";
import type { Engine } from "../../src/ports/engine.ts";
import type { ForgeChange } from "../../src/ports/forge.ts";
import type { RecordedLanding, Store } from "../../src/ports/store.ts";
import type { Target } from "../../src/ports/target.ts";
import { openDirectoryStorage } from "../../src/remotes/directory-storage.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository } from "../git/repository.ts";
import { auditEntry } from "../support/audit-entry.ts";
import { askedRun as run } from "./asked-run.ts";

const { repository, commit, createdAt: at } = run;

const landing: RecordedLanding = {
  repositoryKey: repositoryKey(repository),
  ref: "refs/heads/main",
  before: "a".repeat(40),
  sha: commit,
  tree: "2".repeat(40),
  verdict: {
    status: "approved",
    basis: { kind: "change", number: 7, head: "9".repeat(40) },
    decision: null,
    reason: "ben approved it",
  },
  at,
};

const nodeRepository: NodeRepository = {
  name: "study",
  url: "https://github.com/acme/study",
  branch: "main",
  namespace: "study",
  autoDeploy: true,
  authType: null,
  syncIntervalMs: null,
  priority: 1,
  validation: { enabled: true, securityScan: true },
};

let directory: string;
let store: Store;
let now: string;
/** Every summary that the forge was given, in order. */
let told: { readonly change: number; readonly text: string }[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "countersign-run-job-"));
  for (const name of ["inbox", "internal", "publication"]) await mkdir(join(directory, name));
  store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  now = at;
  told = [];
  await store.recordLanding(landing, auditEntry());
  await store.createRun(run);
});

afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

const forge: RunPorts["forge"] = {
  readChange: async (ref) => ({ ref, head: { ref: "refs/heads/x", sha: "9".repeat(40), since: null } }) as ForgeChange, // what is read of it
  publishReport: async (ref, { summary }) => void told.push({ change: ref.number, text: summary }),
  openChange: async () => 9,
  readRemote: async () => {
    throw new ForgeError("there is no remote here", { status: null, retryable: true, retryAfterMs: null });
  },
  readSelf: async () => ({ id: 99, login: "countersign", kind: "bot", commitEmail: "bot@example.org" }),
};

function portsWith(parts: Partial<RunPorts> = {}): RunPorts {
  return {
    forge,
    store,
    clock: { now: () => new Date(now) },
    mirrors: createMirrors(join(directory, "mirrors")),
    repositoryOf: () => nodeRepository,
    targets: [],
    engine: createInboxEngine({ path: join(directory, "inbox") }),
    storage: {
      internal: openDirectoryStorage(join(directory, "internal")),
      publication: openDirectoryStorage(join(directory, "publication")),
    },
    ...parts,
  };
}

const look = (parts: Partial<RunPorts> = {}): Promise<void> => runJob(portsWith(parts), run.id);
const requests = (): Promise<string[]> => readdir(join(directory, "inbox", "requests")).catch(() => []);
const runFile = (...names: string[]): string => join(directory, "inbox", "runs", run.id, ...names);
const recorded = async (): Promise<readonly string[]> => {
  const stored = await store.readRun(run.id);
  return [stored?.state ?? "", stored?.detail ?? ""];
};

/** The node takes the request. */
async function take(): Promise<void> {
  await mkdir(runFile("outputs"), { recursive: true });
  await rename(join(directory, "inbox", "requests", `${run.id}.json`), runFile("request.json"));
}

/** The node says how it goes. */
async function say(state: string): Promise<void> {
  await writeFile(runFile("state.json"), JSON.stringify({ version: 1, state, at }));
}

async function succeedWith(counts: string): Promise<void> {
  await look();
  await take();
  await writeFile(runFile("outputs", "counts.csv"), counts);
  await say("succeeded");
}

describe("launching", () => {
  test("starts a run once, however often it is looked at", async () => {
    for (let looks = 0; looks < 3; looks += 1) await look();
    expect(await requests()).toEqual([`${run.id}.json`]);
    expect((await recorded())[0]).toBe("queued");
    expect(told.filter(({ text }) => text.includes(runDetails.queued))).toHaveLength(1);
  });

  test("does not start what nobody approved", async () => {
    const other = { ...run, id: "run-2", commit: "d".repeat(40) };
    await store.createRun(other);
    await runJob(portsWith(), other.id);
    expect(await requests()).toEqual([]);
    expect((await store.readRun(other.id))?.state).toBe("waiting");
  });

  test("waits until the code is live on every target", async () => {
    const target: Target = {
      name: "airflow",
      readLive: async () => null,
      deploy: async () => ({ status: "unchanged", previous: null, changed: { added: 0, modified: 0, removed: 0 } }),
    };
    await look({ targets: [target] });
    expect(await requests()).toEqual([]);
    expect(await recorded()).toEqual(["waiting", runDetails.waiting]);
  });

  test("refuses what has expired", async () => {
    now = "2026-11-21T00:00:00.000Z";
    await look();
    expect(await requests()).toEqual([]);
    expect((await recorded())[0]).toBe("refused");
  });

  test.each(["in the inbox", "taken", "running"])(
    "follows the node when it has the request (%s) and the service died before it recorded that, also after the last day",
    async (where) => {
      const dying: Store = {
        ...store,
        moveRun: async () => {
          throw new Error("killed");
        },
      };
      await expect(look({ store: dying })).rejects.toThrow("killed");
      expect((await recorded())[0]).toBe("waiting");
      if (where !== "in the inbox") await take();
      if (where === "running") await say("running");

      now = "2026-11-22T12:00:00.000Z";
      await look();
      expect((await recorded())[0]).toBe("queued");
      await look();
      expect((await recorded())[0]).toBe(where === "running" ? "running" : "queued");
      expect(await requests()).toHaveLength(where === "in the inbox" ? 1 : 0);
    },
  );
});

describe("an engine", () => {
  test("that the node has not is asked for, and the run starts once it is there", async () => {
    await look({ engine: null });
    await look({ engine: null });
    expect(await recorded()).toEqual(["waiting", runDetails.noEngine]);
    expect(told).toHaveLength(1);
    await look();
    expect((await recorded())[0]).toBe("queued");
    expect(await requests()).toHaveLength(1);
  });

  test("whose inbox is gone is told once, without its path, and the run goes on when it is back", async () => {
    await rename(join(directory, "inbox"), join(directory, "elsewhere"));
    await expect(look()).rejects.toThrow(EngineError);
    await expect(look()).rejects.toThrow(EngineError);
    expect(await recorded()).toEqual(["waiting", runDetails.engineFails]);
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain("goes on by itself");
    expect(told[0]?.text).not.toContain(directory);
    await rename(join(directory, "elsewhere"), join(directory, "inbox"));
    await look();
    expect((await recorded())[0]).toBe("queued");
  });

  test("that already runs what was never seen queued is followed", async () => {
    const engine: Engine = {
      ...createInboxEngine({ path: join(directory, "inbox") }),
      readStatus: async () => ({ state: "running", detail: "It is running." }),
    };
    await look({ engine });
    expect(await recorded()).toEqual(["running", "It is running."]);
    expect(told).toHaveLength(1);
  });

  test("of a run that is cut off between two states has one entry of each in the audit log", async () => {
    const engine: Engine = {
      ...createInboxEngine({ path: join(directory, "inbox") }),
      readStatus: async () => ({ state: "running", detail: "It is running." }),
    };
    const moves: string[] = [];
    let isKilled = true;
    const dying: Store = {
      ...store,
      async moveRun(id, state, detail, entry) {
        if (isKilled && state === "running") throw new Error("killed");
        const moved = await store.moveRun(id, state, detail, entry);
        moves.push(`${entry.details.from} to ${entry.details.to}`);
        return moved;
      },
    };
    await expect(look({ store: dying, engine })).rejects.toThrow("killed");
    isKilled = false;
    await look({ store: dying, engine });
    expect(moves).toEqual(["waiting to queued", "queued to running"]);
  });

  test("that lost the request is said to have lost it", async () => {
    await look();
    await rm(join(directory, "inbox", "requests"), { recursive: true });
    await look();
    expect(await recorded()).toEqual(["queued", runDetails.gone]);
    expect(await requests()).toEqual([]);
  });
});

describe("results", () => {
  test("are collected also when the run was never seen running", async () => {
    await succeedWith("region,n\nnorth,12\n");
    await expect(look()).rejects.toThrow("there is no remote here"); // the change that publishes them comes next
    expect(await recorded()).toEqual(["succeeded", runDetails.collected]);
    expect((await store.readPublication(run.id))?.state).toBe("collected");
  });

  test("are collected once, when the service died before it recorded that", async () => {
    await succeedWith("region,n\nnorth,12\n");
    const dying: Store = {
      ...store,
      moveRun: async () => {
        throw new Error("killed");
      },
    };
    await expect(look({ store: dying })).rejects.toThrow("killed");
    const before = await store.readPublication(run.id);
    await expect(look()).rejects.toThrow("there is no remote here");
    expect(await store.readPublication(run.id)).toEqual(before);
    expect(await recorded()).toEqual(["succeeded", runDetails.collected]);
  });

  test("that were refused are told without what is in them", async () => {
    await succeedWith("region,n\nnorth,12\nsouth,13\nsecret-west,14\n");
    await look();
    const [state, detail] = await recorded();
    expect(state).toBe("succeeded");
    expect(detail).toMatch(/cannot be published: `counts\.csv`/);
    expect(detail).not.toContain("secret-west");
    expect(await store.readPublication(run.id)).toBeNull();
    expect(await readdir(join(directory, "internal"))).toEqual([]);
  });

  test("stay on the node where there is no storage", async () => {
    await succeedWith("region,n\nnorth,12\n");
    await look({ storage: null });
    expect(await recorded()).toEqual(["succeeded", runDetails.noStorage]);
    expect(await store.readPublication(run.id)).toBeNull();
  });

  test("wait for a storage that is gone, which is told once, and are collected when it is back", async () => {
    await succeedWith("region,n\nnorth,12\n");
    await rm(join(directory, "internal"), { recursive: true });
    const before = told.length;
    await expect(look()).rejects.toThrow(StorageError);
    await expect(look()).rejects.toThrow(StorageError);
    expect(await recorded()).toEqual(["queued", runDetails.collectFails]);
    expect(told).toHaveLength(before + 1);
    expect(told.at(-1)?.text).toContain("its outputs cannot be collected");
    expect(told.at(-1)?.text).not.toMatch(/[0-9a-f]{32}/);
    await mkdir(join(directory, "internal"));
    await expect(look()).rejects.toThrow("there is no remote here");
    expect(await recorded()).toEqual(["succeeded", runDetails.collected]);
  });
});

/** The approval of the change that asked for the run. */
const recall: Recall = {
  id: "recall-1",
  repositoryKey: repositoryKey(repository),
  ref: "refs/heads/main",
  sha: commit,
  change: run.change,
  cause: { kind: "taken-back", acts: [{ kind: "withdrawal", by: { id: 2, login: "ben" } }], rollsBack: false },
  at,
  ended: null,
  isTold: false,
};

describe("results of a run whose approval was taken back since", () => {
  beforeEach(async () => {
    await succeedWith("region,n\nnorth,12\n");
    await expect(look()).rejects.toThrow("there is no remote here");
    await store.recordRecall(recall, auditEntry());
  });

  test("are not proposed, which is told once", async () => {
    const before = told.length;
    await look();
    await look();
    expect(await store.readPublication(run.id)).toMatchObject({
      state: "collected",
      detail: publicationDetails.runTakenBack,
    });
    expect(told.slice(before).map(({ change }) => change)).toEqual([run.change]);
    expect(told.at(-1)?.text).toContain("The approval of the run was taken back");
  });

  test("are proposed when it is approved again", async () => {
    await look();
    await store.endRecall(recall.id, { at, why: "it is approved again" }, auditEntry());
    await expect(look()).rejects.toThrow("there is no remote here");
  });
});

describe("an approved publication", () => {
  const publicationChange = 9;
  const ofResults = () => told.filter(({ change }) => change === publicationChange);

  beforeEach(async () => {
    await succeedWith("region,n\nnorth,12\n");
    await collectResults(portsWith(), run);
    const collected = await store.readPublication(run.id);
    if (collected === null) throw new Error("nothing was collected");
    const proposed = { ...collected, change: publicationChange, state: "proposed" } as const;
    await store.updatePublication(proposed, auditEntry());
    await store.updatePublication(
      { ...proposed, state: "approved", detail: publicationDetails.approved },
      auditEntry(),
    );
  });

  test("waits while the approval of the run is taken back, and is told why once", async () => {
    await store.recordRecall(recall, auditEntry());
    await look();
    await look();
    expect(await readdir(join(directory, "publication"))).toEqual([]);
    expect((await store.readPublication(run.id))?.detail).toBe(publicationDetails.runTakenBack);
    expect(ofResults()).toHaveLength(1);
    await store.endRecall(recall.id, { at, why: "it is approved again" }, auditEntry());
    await look();
    expect((await store.readPublication(run.id))?.state).toBe("published");
  });

  test("is published, its objects and no others, and told once", async () => {
    await writeFile(join(directory, "internal", "other"), "not approved");
    await look();
    await look();
    expect((await store.readPublication(run.id))?.state).toBe("published");
    const files = await readdir(join(directory, "publication"), { recursive: true, withFileTypes: true });
    expect(files.filter((file) => file.isFile())).toHaveLength(3); // the table, the salt, and the directory
    expect(ofResults()).toHaveLength(1);
  });

  test("waits for a remote that is gone, which is told once, and is published when it is back", async () => {
    await rm(join(directory, "publication"), { recursive: true });
    await expect(look()).rejects.toThrow(StorageError);
    await expect(look()).rejects.toThrow(StorageError);
    expect(await store.readPublication(run.id)).toMatchObject({
      state: "approved",
      detail: publicationDetails.publishFails,
    });
    expect(ofResults()).toHaveLength(1);
    expect(ofResults()[0]?.text).toContain("cannot be published");
    await mkdir(join(directory, "publication"));
    await look();
    expect((await store.readPublication(run.id))?.state).toBe("published");
    expect(ofResults()).toHaveLength(2);
  });

  test("says so when the node's file names no storage any more", async () => {
    await look({ storage: null });
    await look({ storage: null });
    expect(await store.readPublication(run.id)).toMatchObject({
      state: "approved",
      detail: publicationDetails.noStorage,
    });
    expect(ofResults()).toHaveLength(1);
  });
});

test.each([
  ["does not start once its job request was taken back", { "jobs/a.yml": null }, "refused"],
  ["does not start once another request has its place", { "jobs/a.yml": "version: 2\n" }, "refused"],
  ["starts though something else landed meanwhile", { "README.md": "# More\n" }, "queued"],
])("a run %s", async (_, files, state) => {
  const work = makeRepository(join(directory, "work"));
  const asked = work.commit({ "jobs/a.yml": "version: 1\n", "README.md": "# Study\n" });
  const newer = work.commit(files);
  const mirror = await createMirrors(join(directory, "mirrors")).open(repository);
  const remote = { url: work.directory, credentials: null };
  await fetchRefs(mirror, remote, ["+refs/heads/*:refs/heads/*"], { timeoutMs: 20_000, allowFile: true });
  const waiting = { ...run, id: "run-2", commit: asked, blob: work.git("rev-parse", `${asked}:jobs/a.yml`) };
  await store.recordLanding({ ...landing, sha: asked }, auditEntry());
  await store.createRun(waiting);
  await store.recordRelease(
    {
      id: "release-1",
      repositoryKey: repositoryKey(repository),
      repositoryName: repository.name,
      namespace: "study",
      target: "airflow",
      commit: newer,
      tree: "2".repeat(40),
      basis: { kind: "countersigned", author: { id: 2, login: "ben" } },
      state: "live",
      at,
      previous: null,
    },
    auditEntry(),
  );
  const unchanged = { status: "unchanged", previous: newer, changed: { added: 0, modified: 0, removed: 0 } } as const;
  const target: Target = { name: "airflow", readLive: async () => newer, deploy: async () => unchanged };
  await runJob(portsWith({ targets: [target] }), waiting.id);
  expect((await store.readRun(waiting.id))?.state).toBe(state);
  expect(await requests()).toEqual(state === "queued" ? ["run-2.json"] : []);
});

describe("a run whose approval was taken back", () => {
  const ofCommit = { ...run, id: "run-of-commit", change: 0 };

  test.each([
    ["the commit that asked for it", ofCommit, { ...recall, change: null }, true],
    ["another commit", ofCommit, { ...recall, sha: "d".repeat(40), change: null }, false],
    ["the change that asked for it", run, { ...recall, sha: "d".repeat(40) }, true],
    ["another change, of which the same commit is a landing", run, { ...recall, change: null }, false],
  ] as const)("of %s: %#", async (_, asked, standing, isStopped) => {
    if (asked.id !== run.id) await store.createRun(asked);
    await store.recordRecall(standing, auditEntry());
    const found = await findRecallOfRun({ store }, asked, "main");
    expect(found?.id).toBe(isStopped ? recall.id : undefined);
    await runJob(portsWith({}), asked.id);
    expect((await store.readRun(asked.id))?.state === "cancelled").toBe(isStopped);
  });
});
