import { join } from "node:path";
import { pino } from "pino";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { createInspector } from "../../../src/analysis/inspector.ts";
import type { SpokenOf } from "../../../src/core/inspect/dag-mentions.ts";
import type { RepositoryRef } from "../../../src/domain/identity.ts";
import { repositoryKey } from "../../../src/domain/identity.ts";
import type { NodeFile, NodeRepository } from "../../../src/domain/node.ts";
import type { DagMention } from "../../../src/domain/node-dags.ts";
import type { GatheredChange } from "../../../src/journeys/gather-change.ts";
import { askNodeFor } from "../../../src/journeys/node-dags/ask-node.ts";
import { forgetEndedDags } from "../../../src/journeys/node-dags/forget-ended-dags.ts";
import { recordLiveDags } from "../../../src/journeys/node-dags/record-live-dags.ts";
import type { JourneyPorts } from "../../../src/journeys/ports.ts";
import { createRepositoryIndexes } from "../../../src/journeys/repository-index/repository-indexes.ts";
import type { RecordedLanding, Store } from "../../../src/ports/store.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../../git/repository.ts";
import { noOrganisation } from "../no-organisation.ts";

const log = pino({ level: "silent" });
const now = "2026-11-20T12:00:00Z";
const study: RepositoryRef = { forge: "github", id: 5, name: "acme/study" };
const trials: RepositoryRef = { forge: "gitlab", id: 5, name: "acme/trials" };
const entryOf = (name: string) =>
  ({ name, url: `https://x/acme/${name}`, branch: "main", namespace: name, autoDeploy: true }) as NodeRepository; // all that is asked of it
const entries = [entryOf("study"), entryOf("trials"), entryOf("far")];
const node = { python: "3.12", repositories: entries } as unknown as NodeFile; // all that is asked of it
const repositoryOf = ({ name }: RepositoryRef) => entries.find((one) => `acme/${one.name}` === name) ?? null;

let store: Store;
let ports: JourneyPorts;
beforeEach(async () => {
  store = await openStore({ directory: ":memory:", log });
  onTestFinished(() => store.close());
  const parts = { store, node, repositoryOf, log, clock: { now: () => new Date(now) }, presets: {}, targets: [] };
  ports = { ...parts, forge: noOrganisation } as unknown as JourneyPorts; // all that is asked of them
});

const has = (dagId: string, kind: DagMention["kind"] = "has"): DagMention => ({
  ...{ kind, dagId, path: "dags/a.py", line: 3, taskId: kind === "triggers" ? "t" : null },
});
const spoken = (mentions: readonly DagMention[], more: readonly string[] = []): SpokenOf => ({
  mentions,
  dagIds: [...mentions.map(({ dagId }) => dagId), ...more],
});
async function ask(repository: RepositoryRef, number: number, what: SpokenOf, more: Partial<AskOptions> = {}) {
  const { baseRef = "refs/heads/main", isWhole = true, open = [9, 10] } = more;
  const told = { ref: { repository, number }, baseRef };
  const gathered = { told, change: { head: { sha: "h" } } } as unknown as GatheredChange; // all that is asked of it
  const listed = open.map((one) => ({ number: one })) as unknown as Parameters<typeof askNodeFor>[2]; // as above
  return askNodeFor(ports, gathered, listed)(isWhole)(what);
}
interface AskOptions {
  readonly baseRef: string;
  readonly isWhole: boolean;
  readonly open: readonly number[];
}
async function takeAll(): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let task = await store.take(now); task !== null; task = await store.take(now)) {
    keys.push(task.subject.kind === "change" ? `${task.subject.repository} ${task.subject.number}` : task.key);
    await store.complete(task);
  }
  return keys.sort();
}

test("two changes that bring one id hear of each other, and the other is looked at again", async () => {
  expect(await ask(study, 7, spoken([has("one")]))).toMatchObject({ mentions: [], known: ["study"] });
  expect(await takeAll()).toEqual([]);
  const answer = await ask(trials, 9, spoken([has("one")]));
  expect(answer?.mentions).toMatchObject([{ repository: "study", change: 7, isOwn: false, kind: "has" }]);
  expect(await takeAll()).toEqual(["acme/study 7"]);
  await ask(trials, 9, spoken([has("one")]));
  expect(await takeAll()).toEqual([]);
  expect((await ask(study, 7, spoken([has("one")])))?.mentions).toMatchObject([{ repository: "trials", change: 9 }]);
  expect((await ask(study, 8, spoken([], ["one"])))?.mentions).toMatchObject([
    { repository: "study", change: 7, isOwn: true },
    { repository: "trials", change: 9, isOwn: false },
  ]);
});

test("nothing is kept of a change to another branch, of one that is not wholly known, and of one that says nothing", async () => {
  expect(await ask(study, 7, spoken([has("one")]), { baseRef: "refs/heads/next" })).toBeNull();
  expect(await ask(study, 7, spoken([has("one")]), { isWhole: false })).not.toBeNull();
  await ask(study, 7, spoken([], ["one"]));
  expect(await ask({ ...study, name: "acme/stranger" }, 7, spoken([has("one")]))).toBeNull();
  expect(await store.listDagChanges("github:5")).toEqual([]);
});

test("what a change said is forgotten when it ends; a merged one waits until it is approved as it landed", async () => {
  await ask(study, 7, spoken([has("one")]));
  await ask(trials, 9, spoken([has("one", "triggers")]));
  await takeAll();
  const ref = { repository: study, number: 7 };
  const landing = (status: string) => ({ verdict: { status } }) as unknown as RecordedLanding; // all that is asked of it
  await forgetEndedDags(ports, { ref, state: "merged" }, null);
  await forgetEndedDags(ports, { ref, state: "merged" }, landing("unapproved"));
  expect(await store.listDagChanges("github:5")).toEqual([7]);
  await forgetEndedDags(ports, { ref, state: "merged" }, landing("approved"));
  expect(await store.listDagChanges("github:5")).toEqual([]);
  expect(await takeAll()).toEqual(["acme/trials 9"]);
  await forgetEndedDags(ports, { ref: { repository: trials, number: 9 }, state: "closed" }, null);
  expect(await store.listDagChanges("gitlab:5")).toEqual([]);
});

test("a change of which something is kept, and that nobody lists as open, is looked at", async () => {
  await ask(study, 7, spoken([has("one")]));
  await ask(study, 8, spoken([has("two")]), { open: [7, 8] });
  expect(await takeAll()).toEqual([]);
  await ask(study, 8, spoken([has("two")]), { open: [8] });
  expect(await takeAll()).toEqual(["acme/study 7"]);
});

test("what is live is read where it is deployed, and all who speak of it are looked at when it differs", async () => {
  const work = makeRepository(join(temporaryDirectory(), "work"));
  const dag = (id: string) => `from airflow.sdk import DAG\nwith DAG("${id}", schedule=None):\n    pass\n`;
  const policy =
    "version: 1\npeople: { all: { users: [{ login: ben, id: 2 }] } }\notherwise: { require: { count: 1, from: all } }\n";
  const first = work.commit({ ".countersign.yml": policy, "dags/a.py": dag("one"), "dags/b.py": dag("two") });
  const second = work.commit({ "dags/a.py": null });
  const inspector = createInspector({ workers: 1, deadlineMs: 60_000, log });
  onTestFinished(() => inspector.close());
  const indexes = createRepositoryIndexes({ patienceMs: null, log });
  const branch = { repository: study, ref: "refs/heads/main", mirror: { directory: join(work.directory, ".git") } };
  const record = (sha: string | null) =>
    recordLiveDags({ ...ports, inspector, indexes }, branch, entryOf("study"), sha);

  const before = await ask(trials, 9, spoken([has("one")]));
  expect([before?.known, before?.unread]).toEqual([["trials"], ["study", "far"]]);
  await ask(trials, 10, spoken([has("two")]));
  await record(null);
  expect(await takeAll()).toEqual([]);
  await record(first);
  expect(await takeAll()).toEqual(["acme/trials 10", "acme/trials 9"]); // it was not read before
  const live = await ask(trials, 9, spoken([has("one")]));
  expect([live?.known, live?.unread]).toEqual([["study", "trials"], ["far"]]);
  expect(live?.mentions).toMatchObject([
    { dagId: "one", repository: "study", change: null, path: "dags/a.py", line: 2 },
  ]);
  await record(first);
  expect(await takeAll()).toEqual([]);
  await record(second);
  expect(await takeAll()).toEqual(["acme/trials 9"]);
  expect((await ask(trials, 9, spoken([has("one")])))?.mentions).toEqual([]);

  const reading = await store.readDagSource(repositoryKey(study), null);
  if (reading === null) throw new Error("nothing was recorded");
  await store.recordDags({ ...reading, unclear: "in a.py, why" }, []);
  expect((await ask(trials, 9, spoken([has("one")])))?.unclear).toEqual([
    { repository: "study", reason: "in a.py, why" },
  ]);
});
