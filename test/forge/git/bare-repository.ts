import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zeroSha } from "../model/types.ts";
import { git, tryGit } from "./run-git.ts";

export interface GitIdentity {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Refuses the refs that the simulator named for this push (file in `SIM_REFUSED`, a line each: `ref`, tab, `any` or
 * `forced`, tab, reason).
 */
const updateHook = `#!/bin/sh
[ -n "$SIM_REFUSED" ] || exit 0
tab=$(printf '\\t')
while IFS="$tab" read -r ref when reason; do
  [ "$ref" = "$1" ] || continue
  if [ "$when" = forced ]; then
    case "$2$3" in *${zeroSha}*) continue;; esac
    git merge-base --is-ancestor "$2" "$3" && continue
  fi
  echo "$reason" >&2
  exit 1
done < "$SIM_REFUSED"
exit 0
`;

export async function createBareRepository(directory: string, defaultBranch: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await git(directory, ["init", "-q", "--bare", "-b", defaultBranch]);
  await git(directory, ["config", "http.receivepack", "true"]);
  await git(directory, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
  await git(directory, ["config", "uploadpack.allowFilter", "true"]);
  await git(directory, ["config", "receive.advertiseOptions", "false"]);
  await git(directory, ["config", "transfer.hideRefs", "refs/sim"]);
  await git(directory, ["config", "gc.auto", "0"]);
  await writeFile(join(directory, "hooks", "update"), updateHook, { mode: 0o755 });
}

/** Full ref name to sha; all refs, or those under a prefix. */
export async function readRefs(directory: string, prefix = "refs/"): Promise<Map<string, string>> {
  const text = await git(directory, ["for-each-ref", "--format=%(refname) %(objectname)", prefix]);
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}

/** The commit that a sha, branch, tag or full ref names; `null` when there is none. */
export async function resolveCommit(directory: string, name: string): Promise<string | null> {
  if (name === "" || name.startsWith("-") || name.includes("..")) return null;
  const result = await tryGit(directory, ["rev-parse", "--verify", "-q", `${name}^{commit}`]);
  return result.code === 0 ? result.stdout.toString().trim() : null;
}

export async function resolveBranch(directory: string, branch: string): Promise<string | null> {
  const result = await tryGit(directory, ["rev-parse", "--verify", "-q", `refs/heads/${branch}^{commit}`]);
  return result.code === 0 ? result.stdout.toString().trim() : null;
}

export async function writeRef(directory: string, ref: string, sha: string, before?: string): Promise<void> {
  await git(directory, ["update-ref", ref, sha, ...(before === undefined ? [] : [before])]);
}

export async function deleteRef(directory: string, ref: string): Promise<void> {
  await git(directory, ["update-ref", "-d", ref]);
}

export async function findMergeBase(directory: string, a: string, b: string): Promise<string | null> {
  const result = await tryGit(directory, ["merge-base", a, b]);
  return result.code === 0 ? result.stdout.toString().trim() : null;
}

export async function isAncestor(directory: string, ancestor: string, of: string): Promise<boolean> {
  return (await tryGit(directory, ["merge-base", "--is-ancestor", ancestor, of])).code === 0;
}

/** A fork sees the objects of its parent and the other way round, as on the forges: fetch what is missing. */
export async function fetchCommit(directory: string, from: string, sha: string): Promise<void> {
  if (directory === from) return;
  if ((await tryGit(directory, ["cat-file", "-e", `${sha}^{commit}`])).code === 0) return;
  await git(directory, ["fetch", "-q", "--no-tags", from, sha]);
}

function identityEnv(author: GitIdentity, committer: GitIdentity): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: author.at,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: committer.at,
  };
}

export async function commitTree(
  directory: string,
  commit: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly message: string;
    readonly author: GitIdentity;
    readonly committer: GitIdentity;
  },
): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ["-p", parent]);
  return git(directory, ["commit-tree", commit.tree, ...parents], {
    input: commit.message,
    env: identityEnv(commit.author, commit.committer),
  });
}

export async function readTreeOf(directory: string, commit: string): Promise<string> {
  return git(directory, ["rev-parse", `${commit}^{tree}`]);
}

/** A tree made of another one with some files written or (`null`) removed. */
export async function writeTree(
  directory: string,
  base: string | null,
  files: Readonly<Record<string, string | Buffer | null>>,
): Promise<string> {
  const env = { GIT_INDEX_FILE: join(directory, `sim-index-${process.hrtime.bigint()}`) };
  await git(directory, base === null ? ["read-tree", "--empty"] : ["read-tree", base], { env });
  const lines: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      lines.push(`0 ${zeroSha}\t${path}\0`);
      continue;
    }
    const blob = await git(directory, ["hash-object", "-w", "--stdin"], { input: content });
    lines.push(`100644 ${blob}\t${path}\0`);
  }
  await git(directory, ["update-index", "-z", "--index-info"], { env, input: lines.join("") });
  const tree = await git(directory, ["write-tree"], { env });
  await import("node:fs/promises").then((fs) => fs.rm(env.GIT_INDEX_FILE, { force: true }));
  return tree;
}
