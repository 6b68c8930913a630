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
 * A program that looks at changes as the service does: it fetches, gathers and inspects. Its arguments are a directory of its own, how
 * many topics to look at in each repository twice, and repositories as `makeLargeRepository` makes them. One service comes to have all of
 * them. It prints what the first look at each took, each of the others before the next repository came, and each of those in turns: the
 * more memory the service has, the more it costs to start git, so that only these can be compared with one another. All is in
 * milliseconds of CPU of this process and of its children. What fetching takes is apart, as the work of the other side is in it.
 */
const [directory = "", count = "0", ...repositories] = process.argv.slice(2);
const warmUps = 2;
const log = pino({ level: "silent" });
const inspector = createInspector({ workers: 1, deadlineMs: 60_000, log, cacheBytes: 32 * 1024 * 1024 });
const indexes = createRepositoryIndexes({ patienceMs: 3_600_000, log });

/** What a look took, in milliseconds. */
interface Look {
  readonly looking: number;
  readonly fetching: number;
}

/** `look` looks at the next topic of the repository. */
async function openRepository(
  repository: string,
  index: number,
): Promise<{ readonly look: () => Promise<Look>; readonly close: () => Promise<void> }> {
  const mirror = await openMirror(join(directory, `mirror-${index}`));
  const store = await openStore({ directory: ":memory:", log });
  let topic = 0;
  let fetching = 0;

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
        fetching = readCpu() - before;
        return mirror;
      },
    },
    inspector,
    indexes,
    node: null,
    presets: {},
  } as unknown as JourneyPorts; // all that is asked of them

  async function look(): Promise<Look> {
    topic += 1;
    const sha = (await readRef({ directory: repository }, `refs/heads/topic-${topic}`)) ?? "";
    const before = readCpu();
    const gathered = await gatherTold(ports, { ...toldChange, head: { ...toldChange.head, sha } }, null);
    const { filesInspected, findings, indeterminate } = await inspectChange(ports, gathered);
    if (filesInspected !== 1 || findings.some(({ severity }) => severity === "error") || indeterminate.length > 0)
      throw new Error(`the look did not do its work: ${JSON.stringify([filesInspected, findings, indeterminate])}`);
    return { looking: readCpu() - before - fetching, fetching };
  }

  return { look, close: () => store.close() };
}

/** In ms, of this process and of those that it waited for; the kernel counts hundredths of a second. */
function readCpu(): number {
  const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(") ");
  const times = fields.split(" ").slice(11, 15).map(Number);
  return times.reduce((sum, one) => sum + one, 0) * 10;
}

async function repeat(look: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < warmUps + Number(count); round += 1) await look();
}

/** Without the first of them. */
function mean(looks: readonly Look[], part: keyof Look): number {
  return looks.slice(warmUps).reduce((sum, look) => sum + look[part], 0) / Number(count);
}

const scenes: {
  readonly open: Awaited<ReturnType<typeof openRepository>>;
  readonly first: Look;
  readonly before: Look[];
  readonly inTurns: Look[];
}[] = [];
for (const [index, repository] of repositories.entries()) {
  const open = await openRepository(repository, index);
  const first = await open.look();
  const before: Look[] = [];
  await repeat(async () => before.push(await open.look()));
  scenes.push({ open, first, before, inTurns: [] });
}
await repeat(async () => {
  for (const { open, inTurns } of scenes) inTurns.push(await open.look());
});
const told = scenes.map(({ first, before, inTurns }) => ({
  first: first.looking,
  before: mean(before, "looking"),
  each: mean(inTurns, "looking"),
  fetching: mean(inTurns, "fetching"),
}));
console.log(JSON.stringify({ repositories: told, peakBytes: process.resourceUsage().maxRSS * 1024 }));
await inspector.close();
for (const { open } of scenes) await open.close();
