import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { createInspector } from "../../src/analysis/inspector.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { readRef } from "../../src/git/read-ref.ts";
import { gatherTold } from "../../src/journeys/gather-change.ts";
import { inspectChange } from "../../src/journeys/inspect-change.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import { createRepositoryIndexes } from "../../src/journeys/repository-index/repository-indexes.ts";
import type { Forge } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { noOrganisation } from "../journeys/no-organisation.ts";
import { ada, toldChange } from "../journeys/told-change.ts";

/**
 * A program that looks at changes as the service does: it fetches, gathers and inspects. Its arguments are a repository as
 * `makeLargeRepository` makes it, a directory of its own, and how many of its topics to look at. It prints what the first look took,
 * and each of the others, in milliseconds of CPU of this process and of its children. What fetching takes is apart, as the work of the
 * other side is in it.
 */
const [repository = "", directory = "", count = "0"] = process.argv.slice(2);
const log = pino({ level: "silent" });
const mirror = await openMirror(join(directory, "mirror"));
const store = await openStore({ directory: ":memory:", log });
const inspector = createInspector({ workers: 1, deadlineMs: 60_000, log, cacheBytes: 32 * 1024 * 1024 });
let topic = 0;
let ofFetching = 0;

const forge: Partial<Forge> = {
  ...noOrganisation,
  capabilities: { headRef: () => `refs/heads/topic-${topic}` } as unknown as Forge["capabilities"], // all that is asked of them
  readRemote: async () => ({ url: repository, credentials: null }),
  readCommitIdentities: async (_, commits) =>
    new Map(
      commits.map(({ sha }) => [
        sha,
        { author: ada, committer: ada, coAuthors: [], signature: { state: "none", by: null }, isByForge: false },
      ]),
    ),
  readMembers: async () => null,
  readPermissions: async () => ({}),
};
const ports = {
  forge,
  store,
  clock: { now: () => new Date("2026-11-20T12:00:00Z") },
  log,
  mirrors: {
    open: async () => mirror,
    fetch: async (_: unknown, from: Parameters<typeof fetchRefs>[1], refspecs: readonly string[]) => {
      const before = readCpu();
      await fetchRefs(mirror, from, refspecs, { timeoutMs: 600_000, allowFile: true });
      ofFetching += readCpu() - before;
      return mirror;
    },
  },
  inspector,
  indexes: createRepositoryIndexes({ patienceMs: 3_600_000, log }),
  node: null,
  presets: {},
} as unknown as JourneyPorts; // all that is asked of them

async function look(): Promise<number> {
  topic += 1;
  const sha = (await readRef({ directory: repository }, `refs/heads/topic-${topic}`)) ?? "";
  const before = readCpu();
  const gathered = await gatherTold(ports, { ...toldChange, head: { ...toldChange.head, sha } }, null);
  const { filesInspected, findings, indeterminate } = await inspectChange(ports, gathered);
  if (filesInspected !== 1 || findings.some(({ severity }) => severity === "error") || indeterminate.length > 0)
    throw new Error(`the look did not do its work: ${JSON.stringify([filesInspected, findings, indeterminate])}`);
  return readCpu() - before;
}

/** In ms, of this process and of those that it waited for; the kernel counts hundredths of a second. */
function readCpu(): number {
  const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(") ");
  const times = fields.split(" ").slice(11, 15).map(Number);
  return times.reduce((sum, one) => sum + one, 0) * 10;
}

const first = await look();
await look();
await look();
ofFetching = 0;
let sum = 0;
for (let round = 0; round < Number(count); round += 1) sum += await look();
const [each, fetching] = [sum / Number(count), ofFetching / Number(count)];
console.log(
  JSON.stringify({ first, each: each - fetching, fetching, peakBytes: process.resourceUsage().maxRSS * 1024 }),
);
await inspector.close();
await store.close();
