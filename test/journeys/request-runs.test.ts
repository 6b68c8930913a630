import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { repositoryKey } from "../../src/domain/identity.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import { requestRuns } from "../../src/journeys/request-runs.ts";
import type { Forge, ForgeChange } from "../../src/ports/forge.ts";
import type { RecordedLanding } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { jobRequest } from "../world/files.ts";
import { noOrganisation } from "./no-organisation.ts";

const repository = { forge: "github", id: 5, name: "acme/study" } as const;
const at = "2026-11-20T12:00:00.000Z";

test("a job request runs when it lands and when it is edited, not when only its mode changes", async () => {
  const directory = temporaryDirectory();
  const work = makeRepository(join(directory, "work"));
  const commits = [work.commit({ "README.md": "# Study\n" })];
  commits.push(work.commit({ "jobs/a.yml": jobRequest("min_age") }));
  work.git("update-index", "--chmod=+x", "jobs/a.yml");
  work.git("commit", "--quiet", "--message", "mode");
  commits.push(work.git("rev-parse", "HEAD"));
  commits.push(work.commit({ "jobs/a.yml": jobRequest("max_age") }));

  const mirror = await openMirror(join(directory, "mirror.git"));
  const remote = { url: work.directory, credentials: null };
  await fetchRefs(mirror, remote, ["+refs/heads/*:refs/heads/*"], { timeoutMs: 20_000, allowFile: true });
  const log = pino({ level: "silent" });
  const opened = await openStore({ directory: ":memory:", log });
  onTestFinished(() => opened.close());
  const store: JourneyPorts["store"] = opened;
  const author = { id: 1, login: "ada", kind: "user" } as const;
  const forge: Partial<Forge> = { ...noOrganisation, readChange: async () => ({ author }) as ForgeChange }; // what is read of it
  const ports = { forge, store, log, presets: {}, clock: { now: () => new Date(at) } } as JourneyPorts; // all that is asked of them

  const counts: number[] = [];
  for (const [index, before] of commits.slice(0, -1).entries()) {
    const number = index + 1;
    const sha = commits[number] ?? "";
    const basis = { kind: "change", number, head: sha } as const;
    const landing: RecordedLanding = {
      repositoryKey: repositoryKey(repository),
      ref: "refs/heads/main",
      before,
      sha,
      tree: work.git("rev-parse", `${sha}^{tree}`),
      verdict: { status: "approved", basis, decision: null, reason: "" },
      at,
    };
    await requestRuns(ports, { repository, ref: landing.ref, mirror }, landing);
    counts.push((await store.listRunsOfChange(landing.repositoryKey, number)).length);
  }
  expect(counts).toEqual([1, 0, 1]);
});
