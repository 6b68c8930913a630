import { join } from "node:path";
import { pino } from "pino";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { repositoryKey } from "../../src/domain/identity.ts";
import type { NodeRepository } from "../../src/domain/node.ts";
import type { Branch } from "../../src/journeys/branch.ts";
import { deployCommit } from "../../src/journeys/deploy-commit.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import type { AuditEntry, RecordedLanding, Store } from "../../src/ports/store.ts";
import type { Target } from "../../src/ports/target.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { auditEntry } from "../support/audit-entry.ts";

const repository = { forge: "github", id: 5, name: "acme/study" } as const;
const nodeRepository = { namespace: "study", autoDeploy: true } as NodeRepository; // all that is read of it
const unchanged = { status: "unchanged", previous: null, changed: { added: 0, modified: 0, removed: 0 } } as const;

let branch: Branch;
let [first, second, third] = ["", "", ""];
let store: Store;
let live: string | null;
/** Which commits were made live by which entries of the audit log, in order. */
let entries: string[];
/** What the forge was told of deployments, in order. */
let told: string[];

beforeEach(async () => {
  store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const work = makeRepository(join(temporaryDirectory(), "work"));
  [first, second, third] = [work.commit({ a: "1" }), work.commit({ a: "2" }), work.commit({ a: "3" })];
  branch = { repository, ref: "refs/heads/main", mirror: { directory: join(work.directory, ".git") } };
  live = null;
  entries = [];
  told = [];
  for (const sha of [first, second, third]) await store.recordLanding(landingOf(sha), auditEntry());
});

const numberOf = (sha: unknown) => [first, second, third].indexOf(String(sha)) + 1;

function landingOf(sha: string): RecordedLanding {
  const basis = { kind: "countersigned", author: { id: 2, login: "ben" } } as const;
  const verdict = { status: "approved", basis, decision: null, reason: "ben" } as const;
  const { ref } = branch;
  return { repositoryKey: repositoryKey(repository), ref, before: sha, sha, tree: sha, verdict, at: auditEntry().at };
}

const target: Target = {
  name: "airflow",
  readLive: async () => live,
  async deploy({ commit }) {
    live = commit;
    return unchanged;
  },
};

/** Deploys; where it is killed, after the node had the tree and before that is recorded. */
async function deploy(sha: string, { isKilled = false } = {}): Promise<void> {
  const note = ({ details }: AuditEntry) => entries.push(`${numberOf(details.commit)} ${details.state}`);
  const watched: Store = {
    ...store,
    async recordRelease(release, entry) {
      if (isKilled && entry !== null) throw new Error("killed");
      await store.recordRelease(release, entry);
      if (entry !== null) note(entry);
    },
    append: async () => {
      throw new Error("an entry was written apart from its record");
    },
  };
  const publishDeployment: JourneyPorts["forge"]["publishDeployment"] = async (_, { sha: of, state }) =>
    void told.push(`${numberOf(of)} ${state}`);
  const forge = { publishDeployment } as Partial<JourneyPorts["forge"]> as JourneyPorts["forge"]; // all that is asked of it
  const parts = { forge, store: watched, clock: { now: () => new Date(auditEntry().at) }, node: null, evidence: null };
  const ports = { ...parts, targets: [target] } as unknown as JourneyPorts;
  await deployCommit(ports, branch, nodeRepository, sha);
}

const states = async () =>
  (await store.listReleases(repositoryKey(repository)))
    .map(({ commit, state }) => `${numberOf(commit)} ${state}`)
    .toSorted();

test("each deployment has one entry, however often it is looked at", async () => {
  await deploy(first);
  await deploy(first);
  expect(entries).toEqual(["1 live"]);
});

test("a deployment that was cut off before it was recorded is recorded when it is repeated", async () => {
  await expect(deploy(first, { isKilled: true })).rejects.toThrow("killed");
  expect(entries).toEqual([]);
  expect(await states()).toEqual(["1 deploying"]);
  await deploy(first);
  expect(entries).toEqual(["1 live"]);
  expect(await states()).toEqual(["1 live"]);
  expect(told).toEqual(["1 in_progress", "1 success", "1 success"]); // not as begun again: it is there
});

test("what was live and never recorded is recorded before something else takes its place", async () => {
  await deploy(first);
  await expect(deploy(second, { isKilled: true })).rejects.toThrow("killed");
  await deploy(third);
  expect(entries).toEqual(["1 live", "2 live", "3 live"]);
  expect(await states()).toEqual(["1 superseded", "2 superseded", "3 live"]);
});

test("a way back that was cut off, and is no longer wanted, is recorded too", async () => {
  await deploy(first);
  await deploy(second);
  await expect(deploy(first, { isKilled: true })).rejects.toThrow("killed");
  await deploy(second);
  expect(entries).toEqual(["1 live", "2 live", "1 live", "2 live"]);
  expect(await states()).toEqual(["1 superseded", "2 live"]);
});

test("what somebody made live by hand, and was never released from here, is not recorded as a release", async () => {
  await deploy(first);
  live = third;
  await deploy(second);
  expect(entries).toEqual(["1 live", "2 live"]);
});
