import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryByName } from "../forge/model/model.ts";
import type { Seeded } from "../forge/model/seed.ts";
import { type ForgeSimulator, startForge } from "../forge/start-forge.ts";
import { findFreePort } from "../support/find-free-port.ts";
import type { Actor } from "./actor.ts";
import { openApi } from "./api.ts";
import { githubActor } from "./github-actor.ts";
import { gitlabActor } from "./gitlab-actor.ts";
import {
  datasetsOf,
  emailOf,
  type Face,
  type Login,
  logins,
  neighbour,
  policyRepositories,
  repository,
  seedOf,
  visitors,
  type WorldOptions,
} from "./seed-world.ts";
import { createServiceProcess, type ServiceProcess } from "./service-process.ts";
import { createWorkflowNode, type WorkflowNode } from "./workflow-node.ts";

export { type Face, faces, type Login, type WorldOptions } from "./seed-world.ts";

/** A forge, the service, a node and four people: everything a story needs, each part real. */
export interface World {
  readonly face: Face;
  readonly forge: ForgeSimulator;
  readonly service: ServiceProcess;
  readonly node: WorkflowNode;
  readonly people: Readonly<Record<Login, Actor>>;
  /** One of the four, or somebody who is in the story only as a member of its `groups`. Throws for a stranger. */
  person(login: string): Actor;
  /** The same world from a second repository of the node: its people work there; `null` where there is none. */
  readonly neighbour: World | null;
  /** cleo, in the repository where the organisation keeps its policy; `null` where there is none. */
  readonly keeper: Actor | null;
  readonly directory: string;
  readonly repositoryId: number;
  /** With which attestations are read from the service. */
  readonly readToken: string;
  /** Everything in this world that nobody may see: no log or export may hold any of it. */
  readonly secrets: readonly string[];
  /** The account under which Countersign speaks. */
  readonly bot: string;
  /** Merges by hand, as the account that GitLab's gate lets merge. Not on GitHub, where people merge. */
  mergeAsBot(number: number, how?: { readonly squash: boolean }): Promise<void>;
  close(): Promise<void>;
  /** Ends every process and keeps the files. */
  leaveForInspection(): Promise<void>;
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const { face } = options;
  const directory = await mkdtemp(join(tmpdir(), "countersign-world-"));
  const forge = await startForge({ face });
  const port = await findFreePort();
  const secrets = {
    webhook: randomBytes(20).toString("hex"),
    keyPassphrase: randomBytes(20).toString("hex"),
    readToken: randomBytes(20).toString("hex"),
  };
  const seed = await seedOf(options, `http://127.0.0.1:${port}`, secrets.webhook);
  const seeded = await forge.seed(seed);

  for (const name of [repository, ...(options.neighbour === undefined ? [] : [neighbour])])
    protectMain(forge, seeded, name);

  function actor(login: string, at: string, place: string): Actor {
    const user = seeded.users[login];
    if (user === undefined) throw new Error(`${login} was not seeded`);
    const make = face === "github" ? githubActor : gitlabActor;
    const identity = { login, id: user.id, token: user.token, email: emailOf(login) };
    return make({ forgeUrl: forge.baseUrl, repository: at, directory: join(directory, place), ...identity });
  }

  const peopleAt = (at: string, prefix = "") =>
    Object.fromEntries(logins.map((login) => [login, actor(login, at, `${prefix}${login}`)])) as Record<Login, Actor>; // one for each of the logins
  const people = peopleAt(repository);
  const keeper = options.organisationPolicy === undefined ? null : actor("cleo", policyRepositories[face], "keeper");

  const node = await createWorkflowNode({
    directory: join(directory, "node"),
    forge: face,
    repositoryUrl: `${forge.baseUrl}/${repository}`,
    namespace: "study",
    ...(options.neighbour === undefined ? {} : { neighbourUrl: `${forge.baseUrl}/${neighbour}` }),
    controllers: [people.ben, people.cleo],
    datasets: datasetsOf(options),
  });
  const others = new Map(visitors(options).map((login) => [login, actor(login, repository, login)]));
  const app = seeded.apps.countersign;
  const service = createServiceProcess({
    directory: join(directory, "service"),
    port,
    environment: {
      COUNTERSIGN_NODE_FILE: node.file,
      COUNTERSIGN_KEY_PASSPHRASE: secrets.keyPassphrase,
      COUNTERSIGN_READ_TOKEN: secrets.readToken,
      COUNTERSIGN_RECONCILE_INTERVAL: options.reconcileInterval ?? (options.webhooks ? "60s" : "1s"),
      COUNTERSIGN_RUN_INTERVAL: "300ms",
      LOG_LEVEL: "debug",
      ...(face === "github"
        ? {
            APP_ID: String(app?.id),
            PRIVATE_KEY: app?.privateKey ?? "",
            WEBHOOK_SECRET: secrets.webhook,
            GITHUB_API_URL: forge.baseUrl,
            GITHUB_URL: forge.baseUrl,
          }
        : {
            GITLAB_URL: forge.baseUrl,
            GITLAB_TOKEN: seeded.users["countersign-bot"]?.token ?? "",
            GITLAB_WEBHOOK_SECRET: secrets.webhook,
          }),
      ...options.environment,
    },
  });

  async function leaveForInspection(): Promise<void> {
    await service.kill();
    await node.stopConsumer();
    await forge.close();
  }

  async function mergeAsBot(at: string, number: number, how = { squash: false }): Promise<void> {
    const token = seeded.users["countersign-bot"]?.token;
    if (token === undefined) throw new Error("there is no bot account on GitHub: people merge there");
    const api = openApi(`${forge.baseUrl}/api/v4`, { "private-token": token });
    await api.send("PUT", `/projects/${encodeURIComponent(at)}/merge_requests/${number}/merge`, how);
  }

  const world: World = {
    face,
    forge,
    service,
    node,
    people,
    person(login) {
      const found = logins.some((one) => one === login) ? people[login as Login] : others.get(login); // as was just asked
      if (found === undefined) throw new Error(`nobody in this story is called ${login}`);
      return found;
    },
    neighbour: null,
    keeper,
    directory,
    repositoryId: seeded.repositories[repository]?.id ?? 0,
    readToken: secrets.readToken,
    secrets: [
      ...Object.values(secrets),
      ...Object.values(seeded.users).map(({ token }) => token),
      ...Object.values(seeded.apps).flatMap(({ privateKey }) => linesOfKey(privateKey)),
    ],
    bot: face === "github" ? "countersign[bot]" : "countersign-bot",
    mergeAsBot: (number, how) => mergeAsBot(repository, number, how),
    leaveForInspection,
    async close() {
      await leaveForInspection();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  if (options.neighbour === undefined) return world;
  const there: World = {
    ...world,
    people: peopleAt(neighbour, "trials-"),
    node: { ...node, readDag: (path) => node.readDag(path, "trials") },
    repositoryId: seeded.repositories[neighbour]?.id ?? 0,
    mergeAsBot: (number, how) => mergeAsBot(neighbour, number, how),
  };
  return { ...world, neighbour: there };
}

/** The gate as an operator sets it up: required checks of our app, or nobody but the bot merges. Administrators may push past it. */
function protectMain(forge: ForgeSimulator, seeded: Seeded, name: string): void {
  const { model } = forge;
  const study = repositoryByName(model, name);
  const app = seeded.apps.countersign;
  if (app !== undefined) {
    const checks = ["validation", "approval"].map((name) => ({
      context: `countersign/${name}: main`,
      integrationId: app.id,
    }));
    const now = model.clock.now();
    study.rulesets.push({
      id: model.newId(),
      name: "countersign",
      enforcement: "active",
      include: ["refs/heads/main"],
      exclude: [],
      bypass: [{ actorType: "RepositoryRole", actorId: 5, mode: "always" }],
      rules: [
        { type: "required_status_checks", checks, strict: false },
        { type: "pull_request", approvals: 0, dismissStale: false },
        { type: "non_fast_forward" },
        { type: "deletion" },
      ],
      createdAt: now,
      updatedAt: now,
    });
    return;
  }
  const nobodyElse = { organisationId: null };
  study.protectedBranches.push({
    id: model.newId(),
    name: "main",
    pushAccess: [{ id: model.newId(), accessLevel: 50, accountId: null, ...nobodyElse }],
    mergeAccess: [
      { id: model.newId(), accessLevel: null, accountId: seeded.users["countersign-bot"]?.id ?? 0, ...nobodyElse },
    ],
    allowForcePush: false,
  });
}

/** The lines of a PEM file between its first and its last. */
function linesOfKey(pem: string | null): readonly string[] {
  return (pem ?? "").split("\n").filter((line) => line.length > 40 && !line.startsWith("-----"));
}
