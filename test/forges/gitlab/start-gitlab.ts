import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pino from "pino";
import { createGitlabForge } from "../../../src/forges/gitlab/index.ts";
import type { Forge, Repository } from "../../../src/ports/forge.ts";
import type { Seed, Seeded } from "../../forge/model/seed.ts";
import { type ForgeSimulator, startForge } from "../../forge/start-forge.ts";

const run = promisify(execFile);

/** A GitLab with a group, a project and four accounts, our forge on it, and people who act through its API and git. */
export interface Gitlab {
  readonly simulator: ForgeSimulator;
  readonly seeded: Seeded;
  readonly forge: Forge;
  readonly repository: Repository;
  /** Calls the API as an account; the path is below the project. */
  as(login: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Commits files on a branch as an account and pushes them. Answers the commit. */
  push(login: string, branch: string, files: Readonly<Record<string, string>>, from?: string): Promise<string>;
  close(): Promise<void>;
}

export const baseSeed: Seed = {
  users: [
    { login: "ada", token: "ada-token" },
    { login: "ben", token: "ben-token" },
    { login: "eve", token: "eve-token" },
    { login: "countersign", token: "bot-token" },
  ],
  organisations: [
    {
      login: "acme",
      members: [
        { login: "eve", role: "admin" },
        { login: "countersign", accessLevel: 40 },
      ],
    },
    { login: "acme/data", parent: "acme", members: [{ login: "ben", accessLevel: 30 }] },
  ],
  repositories: [
    {
      name: "acme/study",
      collaborators: [
        { login: "ada", accessLevel: 30 },
        { login: "ben", accessLevel: 40 },
      ],
      commits: [{ by: "eve", files: { "README.md": "hello\n", "dags/old.py": "one\ntwo\nthree\nfour\nfive\nsix\n" } }],
    },
  ],
};

export async function startGitlab(seed: Seed = baseSeed): Promise<Gitlab> {
  const simulator = await startForge({ face: "gitlab" });
  const scratch = await mkdtemp(join(tmpdir(), "gitlab-"));
  const seeded = await simulator.seed(seed);
  const log = pino({ level: "silent" });
  const forge = createGitlabForge({
    url: simulator.baseUrl,
    token: "bot-token",
    log,
    clock: { now: () => new Date() },
  });
  const repository = await forge.readRepository("acme/study");
  const tokenOf = (login: string): string => seeded.users[login]?.token ?? "none";
  let clones = 0;
  return {
    simulator,
    seeded,
    forge,
    repository,
    async as(login, method, path, body) {
      const url = `${simulator.baseUrl}/api/v4/projects/${repository.id}${path}`;
      const headers = { "private-token": tokenOf(login), "content-type": "application/json" };
      const response = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : JSON.parse(text) };
    },
    async push(login, branch, files, from = "main") {
      clones += 1;
      const clone = join(scratch, String(clones));
      const url = `${simulator.baseUrl.replace("://", `://oauth2:${tokenOf(login)}@`)}/acme/study.git`;
      return commitAndPush({ clone, url, login, branch, files, from });
    },
    async close() {
      await simulator.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function commitAndPush(given: {
  readonly clone: string;
  readonly url: string;
  readonly login: string;
  readonly branch: string;
  readonly files: Readonly<Record<string, string>>;
  readonly from: string;
}): Promise<string> {
  const { clone, login, branch, from } = given;
  const identity = ["-c", `user.name=${login}`, "-c", `user.email=${login}@example.org`];
  const git = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_GLOBAL: "/dev/null" };
    return (await run("git", [...identity, ...args], { env })).stdout.trim();
  };
  await git("clone", "-q", given.url, clone);
  const exists = (await git("-C", clone, "ls-remote", "origin", `refs/heads/${branch}`)) !== "";
  await git("-C", clone, "checkout", "-q", "-B", branch, exists ? `origin/${branch}` : `origin/${from}`);
  const { mkdir, writeFile } = await import("node:fs/promises");
  for (const [path, content] of Object.entries(given.files)) {
    await mkdir(join(clone, path, ".."), { recursive: true });
    await writeFile(join(clone, path), content);
  }
  await git("-C", clone, "add", "-A");
  await git("-C", clone, "commit", "-q", "-m", `Change ${Object.keys(given.files).join(", ")}`);
  await git("-C", clone, "push", "-q", "origin", branch);
  return git("-C", clone, "rev-parse", "HEAD");
}
