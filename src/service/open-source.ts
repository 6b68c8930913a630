import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../domain/errors.ts";
import type { ForgeName } from "../domain/identity.ts";
import { fetchRefs } from "../git/fetch-refs.ts";
import { listRemoteRefs } from "../git/list-remote-refs.ts";
import { type Mirror, openMirror } from "../git/mirror.ts";
import { openOwnClone } from "../git/own-clone.ts";
import { findUrlProblem } from "../git/remote-url.ts";
import type { GitRemote } from "../ports/forge.ts";
import type { Environment } from "./configuration.ts";

/** A repository as whoever signs reads it: from their own clone, or fetched for the moment. */
export interface SigningSource {
  readonly url: string;
  readonly mirror: Mirror;
  listRefs(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  fetch(refspecs: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const timeoutMs = 300_000;

/** `repository` is an address, or a directory in a clone whose `origin` is meant. Throws `GitError` or `ConfigError`. */
export async function openSource(repository: string, directory: string, env: Environment): Promise<SigningSource> {
  if (!repository.includes(":")) {
    const clone = await openOwnClone(directory, env, timeoutMs);
    return { ...clone, close: async () => {} };
  }
  const problem = findUrlProblem(repository, { allowFile: true });
  if (problem !== null) throw new ConfigError("--repository", `--repository: ${problem}.`);
  const remote: GitRemote = { url: repository, credentials: credentialsFor(repository, env) };
  const options = { timeoutMs, allowFile: true };
  const temporary = await mkdtemp(join(tmpdir(), "countersign-sign-"));
  const mirror = await openMirror(temporary);
  return {
    url: repository,
    mirror,
    listRefs: (names) => listRemoteRefs(remote, names, options),
    fetch: (refspecs) => fetchRefs(mirror, remote, refspecs, options),
    close: () => rm(temporary, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The names under which forges serve a change's head. */
export function headRefs(change: number): Readonly<Record<ForgeName, string>> {
  return { github: `refs/pull/${change}/head`, gitlab: `refs/merge-requests/${change}/head` };
}

/** A token is sent to its own forge's host alone. */
function credentialsFor(url: string, env: Environment): GitRemote["credentials"] {
  if (!/^https?:/.test(url)) return null;
  if (env.COUNTERSIGN_GIT_PASSWORD) {
    return { username: env.COUNTERSIGN_GIT_USERNAME || "git", password: env.COUNTERSIGN_GIT_PASSWORD };
  }
  const { origin } = new URL(url);
  const isOf = (forge: string): boolean => URL.canParse(forge) && new URL(forge).origin === origin;
  if (env.GITHUB_TOKEN && isOf(env.GITHUB_URL || "https://github.com")) {
    return { username: "x-access-token", password: env.GITHUB_TOKEN };
  }
  if (env.GITLAB_TOKEN && isOf(env.GITLAB_URL || "https://gitlab.com")) {
    return { username: "oauth2", password: env.GITLAB_TOKEN };
  }
  return null;
}
