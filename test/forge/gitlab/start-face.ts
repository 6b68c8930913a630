import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Seed, Seeded } from "../model/seed.ts";
import { type ForgeSimulator, startForge } from "../start-forge.ts";

const run = promisify(execFile);

/** GitLab's face with a group, a project and four accounts, and people who act through its API and git. */
export interface StartedFace {
  readonly simulator: ForgeSimulator;
  readonly seeded: Seeded;
  readonly projectId: number;
  /** Calls the API as an account; a path that is empty or begins with `/` is below the project, any other below `/api/v4/`. */
  as(loginOrToken: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Commits files on a branch as an account and pushes them, to others with it where several are named. Answers the commit. */
  push(
    login: string,
    branch: string | readonly [string, ...string[]],
    files: Readonly<Record<string, string>>,
    from?: string,
  ): Promise<string>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
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

export async function startFace(seed: Seed = baseSeed): Promise<StartedFace> {
  const simulator = await startForge({ face: "gitlab" });
  const scratch = await mkdtemp(join(tmpdir(), "gitlab-"));
  const seeded = await simulator.seed(seed);
  const projectId = seeded.repositories["acme/study"]?.id ?? 0;
  const tokenOf = (login: string): string => seeded.users[login]?.token ?? login;
  let clones = 0;
  return {
    simulator,
    seeded,
    projectId,
    async as(login, method, path, body) {
      const below = path === "" || path.startsWith("/") ? `projects/${projectId}${path}` : path;
      const headers = { "private-token": tokenOf(login), "content-type": "application/json" };
      const response = await fetch(`${simulator.baseUrl}/api/v4/${below}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
    },
    async push(login, branch, files, from = "main") {
      clones += 1;
      const clone = join(scratch, String(clones));
      const url = `${simulator.baseUrl.replace("://", `://oauth2:${tokenOf(login)}@`)}/acme/study.git`;
      const branches = typeof branch === "string" ? ([branch] as const) : branch;
      return commitAndPush({ clone, url, login, branches, files, from });
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
  readonly branches: readonly [string, ...string[]];
  readonly files: Readonly<Record<string, string>>;
  readonly from: string;
}): Promise<string> {
  const { clone, login, branches, from } = given;
  const [branch] = branches;
  const identity = ["-c", `user.name=${login}`, "-c", `user.email=${login}@example.org`];
  const git = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_GLOBAL: "/dev/null" };
    return (await run("git", [...identity, ...args], { env })).stdout.trim();
  };
  await git("clone", "-q", given.url, clone);
  const exists = (await git("-C", clone, "ls-remote", "origin", `refs/heads/${branch}`)) !== "";
  await git("-C", clone, "checkout", "-q", "-B", branch, exists ? `origin/${branch}` : `origin/${from}`);
  for (const [path, content] of Object.entries(given.files)) {
    await mkdir(join(clone, path, ".."), { recursive: true });
    await writeFile(join(clone, path), content);
  }
  await git("-C", clone, "add", "-A");
  await git("-C", clone, "commit", "-q", "-m", `Change ${Object.keys(given.files).join(", ")}`);
  await git("-C", clone, "push", "-q", "origin", ...branches.map((name) => `HEAD:refs/heads/${name}`));
  return git("-C", clone, "rev-parse", "HEAD");
}
