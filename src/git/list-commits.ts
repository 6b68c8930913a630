import type { Mirror } from "./mirror.ts";
import { assertName, readRef } from "./read-ref.ts";
import { runGit } from "./run-git.ts";

/** A commit as it stands in git: names and addresses are claims. */
export interface RawCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly author: RawSignature;
  readonly committer: RawSignature;
  readonly message: string;
}

export interface RawSignature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Commits that `to` reaches and `fromExclusive` does not, parents before children; all of them when it is `null`. Throws `GitError`. */
export async function listCommits(mirror: Mirror, fromExclusive: string | null, to: string): Promise<RawCommit[]> {
  const range = rangeOf(fromExclusive, to);
  const format = "--format=%H%n%P%n%T%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B";
  const flags = ["--topo-order", "--reverse", "-z", "--no-show-signature", "--no-mailmap", "--no-notes"];
  const { stdout } = await runGit(mirror.directory, ["log", ...flags, format, ...range, "--"], {
    doing: `list the commits of ${to}`,
  });
  return stdout.split("\0").filter(Boolean).map(toCommit);
}

/** The first-parent steps from `fromExclusive` to `to`, oldest first; all of them when it is `null`. Throws `GitError`. */
export async function listFirstParents(mirror: Mirror, fromExclusive: string | null, to: string): Promise<string[]> {
  const range = rangeOf(fromExclusive, to);
  const { stdout } = await runGit(mirror.directory, ["rev-list", "--first-parent", "--reverse", ...range, "--"], {
    doing: `list the steps of ${to}`,
  });
  return stdout.split("\n").filter(Boolean);
}

/** The best common ancestor; `null` when the histories have nothing in common. Throws `GitError`. */
export async function findMergeBase(mirror: Mirror, a: string, b: string): Promise<string | null> {
  assertName(a);
  assertName(b);
  const { exitCode, stdout } = await runGit(mirror.directory, ["merge-base", a, b], {
    doing: `find the merge base of ${a} and ${b}`,
    answers: [1],
  });
  return exitCode === 0 ? stdout.trim() : null;
}

/** Whether `ancestor` is reached from `descendant`, or is the same. Throws `GitError`. */
export async function isAncestor(mirror: Mirror, ancestor: string, descendant: string): Promise<boolean> {
  assertName(ancestor);
  assertName(descendant);
  const { exitCode } = await runGit(mirror.directory, ["merge-base", "--is-ancestor", ancestor, descendant], {
    doing: `compare ${ancestor} with ${descendant}`,
    answers: [1],
  });
  return exitCode === 0;
}

/** The same of a commit that may be unknown here: what the mirror lacks is reached from nothing in it. Throws `GitError`. */
export async function isPresentAncestor(mirror: Mirror, ancestor: string, descendant: string): Promise<boolean> {
  return (await readRef(mirror, ancestor)) !== null && (await isAncestor(mirror, ancestor, descendant));
}

function rangeOf(fromExclusive: string | null, to: string): string[] {
  assertName(to);
  if (fromExclusive === null) return [to];
  assertName(fromExclusive);
  return [to, `^${fromExclusive}`];
}

function toCommit(record: string): RawCommit {
  const [sha = "", parents = "", tree = "", ...rest] = record.split("\n");
  const [authorName = "", authorEmail = "", authorAt = "", name = "", email = "", at = "", ...message] = rest;
  return {
    sha,
    parents: parents.split(" ").filter(Boolean),
    tree,
    author: { name: authorName, email: authorEmail, at: authorAt },
    committer: { name, email, at },
    message: message.join("\n"),
  };
}
