import nock from "nock";
import pino from "pino";
import { Probot } from "probot";
import type { ChangeRef, RepositoryRef } from "../../../src/domain/identity.ts";
import { createGithubForge } from "../../../src/forges/github/index.ts";
import { createOctokitClass } from "../../../src/forges/github/octokit.ts";
import { createRoster } from "../../../src/forges/github/roster.ts";
import type { Forge } from "../../../src/ports/forge.ts";
import { privateKey } from "./private-key.ts";

export const apiUrl = "https://api.github.test";
export const study: RepositoryRef = { forge: "github", id: 5, name: "acme/study" };
export const change: ChangeRef = { repository: study, number: 7 };
export const appId = 99;
export const bot = { id: 900, login: "countersign[bot]", type: "Bot" };

/** A forge on GitHub's API as nock answers it: installed on acme/study, nothing else said. */
export async function createNockedForge(clock = { now: () => new Date() }): Promise<Forge> {
  nock(apiUrl)
    .persist()
    .get("/repos/acme/study/installation")
    .reply(200, { id: 3 })
    .get("/app")
    .reply(200, { id: appId, slug: "countersign" })
    .get("/app/installations?per_page=100")
    .reply(200, [{ id: 3 }])
    .get("/users/countersign%5Bbot%5D")
    .reply(200, bot)
    .post("/app/installations/3/access_tokens", (body: unknown) => !JSON.stringify(body).includes("repository_ids"))
    .reply(201, () => ({ token: `ghs_${Math.random()}`, expires_at: new Date(Date.now() + 3_600_000).toISOString() }));
  const probot = new Probot({
    appId,
    privateKey,
    secret: "a secret",
    baseUrl: apiUrl,
    log: pino({ level: "silent" }),
    Octokit: createOctokitClass({ clock, timeoutMs: 2_000, retryReadsAfter: [5, 5] }),
  });
  const access = { app: await probot.auth(), ofInstallation: (id: number) => probot.auth(id) };
  return createGithubForge({ access, roster: createRoster(), log: pino({ level: "silent" }), clock });
}
