import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { repositoryByName } from "../forge/model/model.ts";
import type { Seed, Seeded } from "../forge/model/seed.ts";
import { type ForgeSimulator, startForge } from "../forge/start-forge.ts";
import type { Actor } from "./actor.ts";
import { openApi } from "./api.ts";
import { policyFor } from "./files.ts";
import { githubActor } from "./github-actor.ts";
import { gitlabActor } from "./gitlab-actor.ts";
import { createServiceProcess, findFreePort, type ServiceProcess } from "./service-process.ts";
import { createWorkflowNode, type WorkflowNode } from "./workflow-node.ts";

export type Face = "github" | "gitlab";

export const faces = ["github", "gitlab"] as const satisfies readonly Face[];

/** ada is a researcher, ben a data controller, cleo the node's platform engineer, eve an administrator without a say. */
export const logins = ["ada", "ben", "cleo", "eve"] as const;
export type Login = (typeof logins)[number];

/** A forge, the service, a node and four people: everything a story needs, each part real. */
export interface World {
  readonly face: Face;
  readonly forge: ForgeSimulator;
  readonly service: ServiceProcess;
  readonly node: WorkflowNode;
  readonly people: Readonly<Record<Login, Actor>>;
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

export interface WorldOptions {
  readonly face: Face;
  /** Without them the service learns everything by looking again from time to time. */
  readonly webhooks: boolean;
  /** How often the service looks at everything, such as `1s`. */
  readonly reconcileInterval?: string;
  /** What main holds at the beginning. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether main holds the stories' policy at the beginning. */
  readonly hasPolicy?: boolean;
  /** What the organisation's policy says; without it there is no repository for it either. */
  readonly organisationPolicy?: (face: Face) => string;
  /** Lines at the end of that policy. */
  readonly policyMore?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const repository = "acme/study";
const policyRepositories: Readonly<Record<Face, string>> = { github: "acme/.github", gitlab: "acme/.gitlab" };
const appFile = new URL("../../app.yml", import.meta.url);

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
  const seed = await (face === "github" ? githubSeed : gitlabSeed)(
    options,
    `http://127.0.0.1:${port}`,
    secrets.webhook,
  );
  const seeded = await forge.seed(seed);

  protectMain(forge, seeded);

  function actor(login: Login, at: string, place: string): Actor {
    const user = seeded.users[login];
    if (user === undefined) throw new Error(`${login} was not seeded`);
    const make = face === "github" ? githubActor : gitlabActor;
    const identity = { login, id: user.id, token: user.token, email: emailOf(login) };
    return make({ forgeUrl: forge.baseUrl, repository: at, directory: join(directory, place), ...identity });
  }

  const people = Object.fromEntries(logins.map((login) => [login, actor(login, repository, login)])) as Record<
    Login,
    Actor
  >; // one for each of the logins
  const keeper = options.organisationPolicy === undefined ? null : actor("cleo", policyRepositories[face], "keeper");

  const node = await createWorkflowNode({
    directory: join(directory, "node"),
    forge: face,
    repositoryUrl: `${forge.baseUrl}/${repository}`,
    namespace: "study",
    controllers: [people.ben, people.cleo],
  });
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

  return {
    face,
    forge,
    service,
    node,
    people,
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
    async mergeAsBot(number, how = { squash: false }) {
      const token = seeded.users["countersign-bot"]?.token;
      if (token === undefined) throw new Error("there is no bot account on GitHub: people merge there");
      const api = openApi(`${forge.baseUrl}/api/v4`, { "private-token": token });
      await api.send("PUT", `/projects/${encodeURIComponent(repository)}/merge_requests/${number}/merge`, how);
    },
    leaveForInspection,
    async close() {
      await leaveForInspection();
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The gate as an operator sets it up: required checks of our app, or nobody but the bot merges. Administrators may push past it. */
function protectMain(forge: ForgeSimulator, seeded: Seeded): void {
  const { model } = forge;
  const study = repositoryByName(model, repository);
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
      rules: [{ type: "required_status_checks", checks, strict: false }],
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

function emailOf(login: string): string {
  return `${login}@acme.example`;
}

function users(extra: readonly string[]): NonNullable<Seed["users"]> {
  return [...logins, ...extra].map((login) => ({ login, emails: [emailOf(login)] }));
}

function beginning({ files, hasPolicy, policyMore = "", face }: WorldOptions) {
  const policy = hasPolicy === true ? { ".countersign.yml": `${policyFor(face)}${policyMore}` } : {};
  return [{ by: "cleo", message: "Begin", files: { "README.md": "# Study\n", ...policy, ...files } }];
}

/** Where the organisation keeps its policy, beside the study. */
function policyRepository({ organisationPolicy, face }: WorldOptions): NonNullable<Seed["repositories"]> {
  if (organisationPolicy === undefined) return [];
  const files = { "README.md": "# Policy\n", "countersign.yml": organisationPolicy(face) };
  return [
    {
      name: policyRepositories[face],
      isPrivate: true,
      hasIssues: true,
      commits: [{ by: "cleo", message: "Begin", files }],
    },
  ];
}

async function githubSeed(options: WorldOptions, serviceUrl: string, secret: string): Promise<Seed> {
  const app = parse(await readFile(appFile, "utf8"));
  return {
    users: users([]),
    organisations: [
      {
        login: "acme",
        defaultPermission: "read",
        members: [{ login: "ada" }, { login: "ben" }, { login: "cleo", role: "admin" }, { login: "eve" }],
        teams: [{ slug: "data-controllers", members: ["ben"], repositories: { [repository]: "write" } }],
      },
    ],
    repositories: [
      {
        name: repository,
        isPrivate: true,
        hasIssues: true,
        collaborators: [
          { login: "ada", permission: "write" },
          { login: "eve", permission: "admin" },
        ],
        commits: beginning(options),
      },
      ...policyRepository(options),
    ],
    apps: [
      {
        slug: "countersign",
        owner: "acme",
        permissions: app.default_permissions,
        events: app.default_events,
        ...(options.webhooks ? { webhookUrl: `${serviceUrl}/api/github/webhooks` } : {}),
        webhookSecret: secret,
      },
    ],
    installations: [{ app: "countersign", account: "acme" }],
  };
}

async function gitlabSeed(options: WorldOptions, serviceUrl: string, secret: string): Promise<Seed> {
  const members = [
    { login: "ada", accessLevel: 30 },
    { login: "ben", accessLevel: 30 },
    { login: "cleo", accessLevel: 50 },
    { login: "eve", accessLevel: 50 },
    { login: "countersign-bot", accessLevel: 40 },
  ];
  const hooks = options.webhooks ? { hooks: [{ url: `${serviceUrl}/api/gitlab/webhooks`, secret }] } : {};
  return {
    users: users(["countersign-bot"]),
    organisations: [
      { login: "acme", members },
      {
        login: "acme-data-controllers",
        members: [
          { login: "ben", accessLevel: 30 },
          { login: "countersign-bot", accessLevel: 10 },
        ],
      },
    ],
    repositories: [
      {
        name: repository,
        isPrivate: true,
        hasIssues: true,
        commits: beginning(options),
        ...hooks,
      },
      ...policyRepository(options).map((one) => ({ ...one, ...hooks })),
    ],
  };
}
