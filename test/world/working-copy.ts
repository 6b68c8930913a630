import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Push } from "./actor.ts";

const run = promisify(execFile);

export interface Committer {
  readonly name: string;
  readonly email: string;
}

/** A person's clone, with real git over HTTP. */
export interface WorkingCopy {
  push(push: Push): Promise<string>;
  readTip(branch: string): Promise<string>;
  copyBranch(from: string, to: string): Promise<void>;
  /** Any command of git in the clone, which was brought up to date just before. */
  git(...args: readonly string[]): Promise<string>;
}

/** `url` holds the person's credentials: it is a test's. */
export function openWorkingCopy(directory: string, url: string, committer: Committer): WorkingCopy {
  const environment = {
    PATH: process.env.PATH,
    HOME: directory,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: committer.name,
    GIT_AUTHOR_EMAIL: committer.email,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
  };
  let isCloned = false;

  async function git(...args: string[]): Promise<string> {
    const { stdout } = await run("git", args, { cwd: directory, env: environment });
    return stdout.trim();
  }

  async function ready(): Promise<void> {
    if (!isCloned) {
      await mkdir(directory, { recursive: true });
      await git("clone", "--quiet", url, ".");
      isCloned = true;
    }
    await git("fetch", "--quiet", "--prune", "origin");
  }

  return {
    async push({ branch, files, message }) {
      await ready();
      const exists = await git("rev-parse", "--verify", "--quiet", `refs/remotes/origin/${branch}`).catch(() => "");
      await git("checkout", "--quiet", "--force", "-B", branch, exists === "" ? "origin/main" : `origin/${branch}`);
      for (const [path, content] of Object.entries(files)) {
        const file = join(directory, path);
        if (content === null) await rm(file);
        else {
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, content);
        }
      }
      const paths = Object.keys(files); // what else lies in the clone, such as pulled results, is nobody's to publish
      if (paths.length > 0) await git("add", "--all", "--", ...paths);
      await git("commit", "--quiet", "--allow-empty", "-m", message);
      await git("push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
      return git("rev-parse", "HEAD");
    },
    async copyBranch(from, to) {
      await ready();
      await git("push", "--quiet", "origin", `refs/remotes/origin/${from}:refs/heads/${to}`);
    },
    async git(...args) {
      await ready();
      return git(...args);
    },
    async readTip(branch) {
      await ready();
      return git("rev-parse", `refs/remotes/origin/${branch}`);
    },
  };
}
