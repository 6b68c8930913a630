import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { ChangeReport } from "../../src/domain/report.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import { reviewChange } from "../../src/journeys/review-change.ts";
import type { Forge } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { noOrganisation } from "./no-organisation.ts";
import { toldChange as change } from "./told-change.ts";

const ref = { repository: { forge: "github", id: 5, name: "acme/study" }, number: 7 } as const;

test("a change that is merged while it is read keeps the checks that it had when it was merged", async () => {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  repository.commit({ "README.md": "1\n" });
  repository.git("checkout", "--quiet", "-b", "topic");
  const head = repository.commit({ "dags/b.py": "2\n" });
  repository.git("checkout", "--quiet", "main");
  repository.git("merge", "--quiet", "--no-ff", "topic");

  const states = ["open", "merged", "merged"] as const;
  const reports: ChangeReport[] = [];
  let asked = 0;
  const forge: Partial<Forge> = {
    ...noOrganisation,
    capabilities: { headRef: () => "refs/heads/topic" } as unknown as Forge["capabilities"], // all that is asked of them
    readChange: async () => ({ ...change, head: { ...change.head, sha: head }, state: states[asked++] ?? "merged" }),
    readRemote: async () => ({ url: repository.directory, credentials: null }),
    readCommitIdentities: async () => new Map(),
    readMembers: async () => null,
    readPermissions: async () => ({}),
    listOpenChanges: async () => [],
    publishReport: async (_, report) => {
      reports.push(report);
    },
  };
  const mirror = await openMirror(join(directory, "mirror.git"));
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const ports = {
    forge,
    store,
    clock: { now: () => new Date("2026-11-20T12:00:00Z") },
    mirrors: {
      open: async () => mirror,
      fetch: async (_: unknown, remote: Parameters<typeof fetchRefs>[1], refspecs: readonly string[]) => {
        await fetchRefs(mirror, remote, refspecs, { timeoutMs: 20_000, allowFile: true });
        return mirror;
      },
    },
    inspector: { inspect: () => Promise.reject(new Error("nothing is there to inspect any more")) },
    node: null,
    repositoryOf: () => null,
    presets: {},
  } as unknown as JourneyPorts; // all that is asked of them

  expect(await reviewChange(ports, ref)).toBeNull();
  expect(reports.map(({ checks }) => checks)).toEqual([[]]);
});
