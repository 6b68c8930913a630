import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { App, Octokit } from "octokit";
import type { Seed, Seeded } from "../model/seed.ts";
import { type ForgeSimulator, startForge } from "../start-forge.ts";

export interface Received {
  readonly event: string;
  readonly delivery: string;
  readonly signature: string;
  readonly body: string;
  // Payloads differ by event; tests look at what they expect.
  readonly payload: Record<string, unknown> & { readonly action?: string };
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** A server that takes webhooks and remembers them. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      const header = (name: string) => String(request.headers[name] ?? "");
      received.push({
        event: header("x-github-event"),
        delivery: header("x-github-delivery"),
        signature: header("x-hub-signature-256"),
        body,
        payload: JSON.parse(body),
      });
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const webhookSecret = "a webhook secret of the tests";

export function storySeed(webhookUrl: string): Seed {
  return {
    users: [
      { login: "ada", name: "Ada", token: "ada-token" },
      { login: "ben", name: "Ben", token: "ben-token" },
      { login: "eve", name: "Eve", token: "eve-token" },
      { login: "mallory", token: "mallory-token" },
    ],
    organisations: [
      {
        login: "acme",
        defaultPermission: "read",
        members: [{ login: "ada" }, { login: "ben" }, { login: "eve", role: "admin" }],
        teams: [
          { slug: "data", members: [], repositories: { "acme/study": "write" } },
          { slug: "data-controllers", parent: "data", members: ["ben"] },
        ],
      },
    ],
    repositories: [
      {
        name: "acme/study",
        collaborators: [{ login: "ada", permission: "write" }],
        commits: [
          {
            by: "eve",
            files: { "README.md": "hello\n", "dags/old.py": "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n" },
          },
        ],
      },
    ],
    apps: [
      {
        slug: "countersign",
        owner: "acme",
        webhookUrl,
        webhookSecret,
        permissions: {
          checks: "write",
          contents: "write",
          pull_requests: "write",
          issues: "write",
          deployments: "write",
          members: "read",
          statuses: "read",
        },
        events: [
          "pull_request",
          "pull_request_review",
          "pull_request_review_comment",
          "issue_comment",
          "issues",
          "commit_comment",
          "push",
          "check_run",
          "check_suite",
          "deployment",
          "deployment_status",
          "merge_group",
          "membership",
        ],
      },
    ],
    installations: [{ app: "countersign", account: "acme" }],
  };
}

export interface Story {
  readonly forge: ForgeSimulator;
  readonly seeded: Seeded;
  readonly receiver: Receiver;
  /** As a person. */
  readonly as: (login: string) => Octokit;
  /** As the installed app. */
  readonly bot: Octokit;
  readonly app: App;
  close(): Promise<void>;
}

/** The simulator with a small organisation, its people, an installed app and a webhook receiver. */
export async function startStory(): Promise<Story> {
  const receiver = await startReceiver();
  const forge = await startForge({ face: "github" });
  const seeded = await forge.seed(storySeed(receiver.url));
  const Client = Octokit.defaults({ baseUrl: forge.baseUrl, throttle: { enabled: false }, retry: { enabled: false } });
  const { id = 0, privateKey = "" } = seeded.apps.countersign ?? {};
  const app = new App({
    appId: id,
    privateKey: privateKey ?? "",
    webhooks: { secret: webhookSecret },
    Octokit: Client,
  });
  const bot = await app.getInstallationOctokit(seeded.installations["countersign@acme"] ?? 0);
  return {
    forge,
    seeded,
    receiver,
    as: (login) => new Client({ auth: seeded.users[login]?.token ?? "" }),
    bot,
    app,
    async close() {
      await forge.close();
      await receiver.close();
    },
  };
}

/** Writes files on a branch through the contents API, one commit each, branching from main. */
export async function pushFiles(
  client: Octokit,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const repo = { owner: "acme", repo: "study" };
  const main = await client.rest.git.getRef({ ...repo, ref: "heads/main" });
  const existing = await client.rest.git.getRef({ ...repo, ref: `heads/${branch}` }).catch(() => null);
  if (existing === null)
    await client.rest.git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha: main.data.object.sha });
  let sha = "";
  for (const [path, content] of Object.entries(files)) {
    const before = await client.rest.repos.getContent({ ...repo, path, ref: branch }).catch(() => null);
    const blob = before !== null && "sha" in before.data ? { sha: before.data.sha } : {};
    const made = await client.rest.repos.createOrUpdateFileContents({
      ...repo,
      path,
      branch,
      message: `Write ${path}`,
      content: Buffer.from(content).toString("base64"),
      ...blob,
    });
    sha = made.data.commit.sha ?? "";
  }
  return sha;
}
