import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { Probot } from "probot";
import { parse } from "yaml";
import type { ChangeRef, RepositoryRef } from "../../../src/domain/identity.ts";
import { createGithubForge } from "../../../src/forges/github/index.ts";
import { createOctokitClass } from "../../../src/forges/github/octokit.ts";
import { createRoster } from "../../../src/forges/github/roster.ts";
import type { Forge } from "../../../src/ports/forge.ts";
import { repositoryByName } from "../../forge/model/model.ts";
import { type ForgeSimulator, startForge } from "../../forge/start-forge.ts";
import type { Actor } from "../../world/actor.ts";
import { type Api, openApi } from "../../world/api.ts";
import { githubActor } from "../../world/github-actor.ts";

const logins = ["ada", "ben", "eve"] as const;
type Login = (typeof logins)[number];

/** GitHub as the simulator plays it, three people who use it, and our view of it. */
export interface Github {
  readonly forge: Forge;
  readonly simulator: ForgeSimulator;
  readonly appId: number;
  readonly people: Readonly<Record<Login, Actor>>;
  /** A person's own calls. */
  readonly as: Readonly<Record<Login, Api>>;
  readonly study: RepositoryRef;
  refTo(number: number): ChangeRef;
  /** A change of ada's with a file of three lines, made through the API: quicker than a push, and GitHub's own commit. */
  openChange(path?: string): Promise<{ readonly number: number; readonly head: string; readonly branch: string }>;
  close(): Promise<void>;
}

export async function startGithub(options: { readonly hasIssues?: boolean } = {}): Promise<Github> {
  const directory = await mkdtemp(join(tmpdir(), "countersign-github-"));
  const simulator = await startForge({ face: "github" });
  const app = parse(await readFile(new URL("../../../app.yml", import.meta.url), "utf8"));
  const seeded = await simulator.seed({
    users: logins.map((login) => ({ login, emails: [`${login}@acme.example`] })),
    organisations: [
      {
        login: "acme",
        defaultPermission: "read",
        members: [{ login: "ada" }, { login: "ben" }],
        teams: [
          { slug: "data-controllers", repositories: { "acme/study": "write" } },
          { slug: "london", parent: "data-controllers", members: ["ben"] },
        ],
      },
    ],
    repositories: [
      {
        name: "acme/study",
        isPrivate: true,
        hasIssues: options.hasIssues ?? true,
        collaborators: [
          { login: "ada", permission: "write" },
          { login: "eve", permission: "admin" },
        ],
        commits: [{ by: "eve", message: "Begin", files: { "README.md": "one\ntwo\nthree\n" } }],
      },
    ],
    apps: [{ slug: "countersign", owner: "acme", permissions: app.default_permissions, events: app.default_events }],
    installations: [{ app: "countersign", account: "acme" }],
  });
  const { id: appId = 0, privateKey } = seeded.apps.countersign ?? {};
  const clock = { now: () => new Date() };
  const probot = new Probot({
    appId,
    privateKey: privateKey ?? "",
    secret: "a secret",
    baseUrl: simulator.baseUrl,
    log: pino({ level: "silent" }),
    Octokit: createOctokitClass({ clock, timeoutMs: 5_000, retryReadsAfter: [10, 50] }),
  });
  const access = { app: await probot.auth(), ofInstallation: (id: number) => probot.auth(id) };
  const forge = createGithubForge({ access, roster: createRoster(), log: pino({ level: "silent" }), clock });
  const study: RepositoryRef = {
    forge: "github",
    id: repositoryByName(simulator.model, "acme/study").id,
    name: "acme/study",
  };
  const each = <T>(make: (login: Login, id: number, token: string) => T) =>
    Object.fromEntries(
      logins.map((login) => [login, make(login, seeded.users[login]?.id ?? 0, seeded.users[login]?.token ?? "")]),
    ) as Record<Login, T>; // one for each of the logins

  const as = each((_, __, token) => openApi(simulator.baseUrl, { authorization: `token ${token}` }));
  let branches = 0;

  return {
    forge,
    simulator,
    appId,
    study,
    people: each((login, id, token) =>
      githubActor({
        forgeUrl: simulator.baseUrl,
        repository: study.name,
        directory: join(directory, login),
        login,
        id,
        email: `${login}@acme.example`,
        token,
      }),
    ),
    as,
    refTo: (number) => ({ repository: study, number }),
    async openChange(path = "dags/a.py") {
      branches += 1;
      const branch = `feature-${branches}`;
      const main = await as.ada.get("/repos/acme/study/git/ref/heads/main");
      await as.ada.send("POST", "/repos/acme/study/git/refs", { ref: `refs/heads/${branch}`, sha: main.object.sha });
      const file = { message: "Add a DAG", content: Buffer.from("1\n2\n3\n").toString("base64"), branch };
      const { commit } = await as.ada.send("PUT", `/repos/acme/study/contents/${path}`, file);
      const { number } = await as.ada.send("POST", "/repos/acme/study/pulls", {
        title: "A DAG",
        head: branch,
        base: "main",
      });
      return { number, head: commit.sha, branch };
    },
    async close() {
      await simulator.close();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
