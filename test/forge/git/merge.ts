import { commitTree, findMergeBase, type GitIdentity, isAncestor, readTreeOf } from "./bare-repository.ts";
import { git, tryGit } from "./run-git.ts";

export type TreeMerge = { readonly clean: true; readonly tree: string } | { readonly clean: false };

export async function mergeTrees(directory: string, ours: string, theirs: string): Promise<TreeMerge> {
  const result = await tryGit(directory, ["merge-tree", "--write-tree", "--allow-unrelated-histories", ours, theirs]);
  if (result.code > 1) throw new Error(`git merge-tree ${ours} ${theirs}: ${result.stderr}`);
  const tree = result.stdout.toString().split("\n")[0] ?? "";
  return result.code === 0 ? { clean: true, tree } : { clean: false };
}

export interface MergeIdentities {
  readonly author: GitIdentity;
  readonly committer: GitIdentity;
}

/** A merge commit on `base`; `null` on conflict. */
export async function makeMergeCommit(
  directory: string,
  base: string,
  head: string,
  message: string,
  who: MergeIdentities,
): Promise<string | null> {
  const merged = await mergeTrees(directory, base, head);
  if (!merged.clean) return null;
  return commitTree(directory, { tree: merged.tree, parents: [base, head], message, ...who });
}

/** One commit on `base` with all that `head` changed; `null` on conflict. */
export async function makeSquashCommit(
  directory: string,
  base: string,
  head: string,
  message: string,
  who: MergeIdentities,
): Promise<string | null> {
  const merged = await mergeTrees(directory, base, head);
  if (!merged.clean) return null;
  return commitTree(directory, { tree: merged.tree, parents: [base], message, ...who });
}

/** The commits of `head`, without merges, one after the other on `base`; `null` on conflict. Authors stay. */
export async function rebaseCommits(
  directory: string,
  base: string,
  head: string,
  committer: GitIdentity,
): Promise<string | null> {
  const from = await findMergeBase(directory, base, head);
  const range = from === null ? head : `${from}..${head}`;
  const list = await git(directory, ["rev-list", "--reverse", "--no-merges", "--topo-order", range]);
  let tip = base;
  for (const sha of list.split("\n").filter((line) => line !== "")) {
    const picked = await cherryPick(directory, tip, sha, committer);
    if (picked === null) return null;
    tip = picked;
  }
  return tip;
}

async function cherryPick(
  directory: string,
  onto: string,
  sha: string,
  committer: GitIdentity,
): Promise<string | null> {
  const format = await git(directory, ["show", "-s", "--format=%P%x00%an%x00%ae%x00%aI%x00%B", sha]);
  const [parents = "", name = "", email = "", at = "", message = ""] = format.split("\0");
  const parent = parents.split(" ")[0] ?? "";
  // merge-tree of git 2.39 has no --merge-base: a stand-in commit with `onto`'s tree and the parent as its parent gives the same.
  const standIn = await commitTree(directory, {
    tree: await readTreeOf(directory, onto),
    parents: parent === "" ? [] : [parent],
    message: "stand-in",
    author: committer,
    committer,
  });
  const merged = await mergeTrees(directory, standIn, sha);
  if (!merged.clean) return null;
  return commitTree(directory, { tree: merged.tree, parents: [onto], message, author: { name, email, at }, committer });
}

/** What a fast-forward would leave: `head` itself, or `null` where `base` is not its ancestor. */
export async function fastForward(directory: string, base: string, head: string): Promise<string | null> {
  return (await isAncestor(directory, base, head)) ? head : null;
}
