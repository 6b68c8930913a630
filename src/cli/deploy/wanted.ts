import { readFile } from "node:fs/promises";
import { GitError } from "../../domain/errors.ts";
import { type FetchOptions, fetchRefs } from "../../git/fetch-refs.ts";
import { listRemoteRefs } from "../../git/list-remote-refs.ts";
import type { GitRemote } from "../../ports/forge.ts";
import type { TreeSource } from "../../targets/dag-directory/dag-directory.ts";
import type { DeploySettings } from "./settings.ts";

/** Where the mirror keeps what the remote showed last. */
const wantedRef = "refs/countersign/wanted";

export interface Wanted {
  /** The full name of the ref, or the commit id when that was asked for. */
  readonly resolved: string;
  readonly commit: string;
}

/** How to reach the remote now: the password file is read anew each time. Throws `GitError` (`auth`). */
export async function readRemote(settings: DeploySettings): Promise<GitRemote> {
  const { repository: url, username, passwordFile } = settings;
  const password = passwordFile === null ? settings.password : await readPassword(passwordFile);
  return { url, credentials: password === null ? null : { username: username ?? "git", password } };
}

async function readPassword(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
  } catch (cause) {
    throw new GitError(
      "auth",
      `Cannot read the password file ${file}. Make it readable; it is read again in the next cycle.`,
      { cause },
    );
  }
}

export function callOf(settings: DeploySettings, signal: AbortSignal): FetchOptions {
  return {
    timeoutMs: settings.syncTimeoutMs,
    allowFile: true, // only --unreviewed comes so far
    ssh: { keyFile: settings.sshKeyFile, knownHostsFile: settings.sshKnownHostsFile },
    signal,
    ...(settings.depth === null ? {} : { depth: settings.depth }),
  };
}

/** Brings what the ref stands for into the mirror. `known` is the full name of an earlier cycle. Throws `GitError`. */
export async function fetchWanted(
  source: TreeSource,
  remote: GitRemote,
  ref: string,
  known: string | null,
  call: FetchOptions,
): Promise<Wanted> {
  if (/^[0-9a-f]{40}$/i.test(ref)) return fetchCommit(source, remote, ref.toLowerCase(), call);
  const resolved = known ?? (await resolveName(remote, ref, call));
  if (call.depth === undefined || !(await isCurrent(source, remote, resolved, call))) {
    await fetchRefs(source.mirror, remote, [`+${resolved}:${wantedRef}`], call);
  }
  const commit = await source.objects.find(wantedRef, "commit");
  if (commit === null)
    throw new GitError("ref-not-found", `\`${ref}\` is not a commit. Give a branch, a tag or a commit id.`);
  return { resolved, commit };
}

/** A shallow fetch makes the remote work even when nothing is new, so it is asked first. */
async function isCurrent(
  source: TreeSource,
  remote: GitRemote,
  resolved: string,
  call: FetchOptions,
): Promise<boolean> {
  const refs = await listRemoteRefs(remote, [resolved, `${resolved}^{}`], call);
  const tip = refs.get(`${resolved}^{}`) ?? refs.get(resolved);
  return tip !== undefined && tip === (await source.objects.find(wantedRef, "commit"));
}

/** A commit never changes: once it is here, the remote need not be asked again. */
async function fetchCommit(source: TreeSource, remote: GitRemote, sha: string, call: FetchOptions): Promise<Wanted> {
  if ((await source.objects.find(sha, "commit")) === sha) return { resolved: sha, commit: sha };
  try {
    await fetchRefs(source.mirror, remote, [`+${sha}:${wantedRef}`], call);
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== "ref-not-found") throw error;
    const { depth: _, ...deep } = call; // a remote that gives out no single commits: all of its branches and tags, then
    await fetchRefs(
      source.mirror,
      remote,
      ["+refs/heads/*:refs/countersign/heads/*", "+refs/tags/*:refs/countersign/tags/*"],
      deep,
    );
  }
  const commit = await source.objects.find(sha, "commit");
  if (commit === null) throw new GitError("ref-not-found", `The remote has no commit ${sha}. Check the id.`);
  return { resolved: sha, commit };
}

async function resolveName(remote: GitRemote, ref: string, call: FetchOptions): Promise<string> {
  if (ref === "HEAD" || ref.startsWith("refs/")) return ref;
  const candidates = [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`];
  const refs = await listRemoteRefs(remote, candidates, call);
  const found = candidates.find((candidate) => refs.has(candidate));
  if (found !== undefined) return found;
  throw new GitError("ref-not-found", `The remote has no branch and no tag \`${ref}\`. Check the name.`);
}
