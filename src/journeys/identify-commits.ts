import { coAuthorEmails } from "../core/co-authors.ts";
import type { Commit } from "../domain/change.ts";
import { isAncestor, type RawCommit } from "../git/list-commits.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import type { Mirror } from "../git/mirror.ts";
import type { CommitIdentity, ForgeChange } from "../ports/forge.ts";
import { inTurn } from "./in-turn.ts";
import type { JourneyPorts } from "./ports.ts";

/** Whose commits these are, in the forge's eyes, and which of them only bring the base in. */
export async function identifyCommits(
  ports: Pick<JourneyPorts, "forge">,
  told: ForgeChange,
  mirror: Mirror,
  baseSha: string,
  raw: readonly RawCommit[],
): Promise<readonly Commit[]> {
  const identities = await ports.forge.readCommitIdentities(
    told.ref.repository,
    raw.map((commit) => ({
      sha: commit.sha,
      authorEmail: commit.author.email,
      committerEmail: commit.committer.email,
      coAuthorEmails: coAuthorEmails(commit.message),
    })),
  );
  return inTurn(raw, async (commit) => {
    const identity = identities.get(commit.sha);
    return {
      sha: commit.sha,
      parents: commit.parents,
      author: identity?.author ?? null,
      committer: identity?.committer ?? null,
      coAuthors: identity?.coAuthors ?? [],
      signature: identity?.signature ?? { state: "none", by: null },
      isCleanUpdateMerge: identity !== undefined && (await isCleanUpdateMerge(mirror, baseSha, commit, identity)),
      message: commit.message,
    };
  });
}

/** A forge merges any branch into any other when asked to: only what the base brings in is an update. */
async function isCleanUpdateMerge(
  mirror: Mirror,
  baseSha: string,
  commit: RawCommit,
  identity: CommitIdentity,
): Promise<boolean> {
  const [ours, theirs, ...others] = commit.parents;
  if (!identity.isByForge || ours === undefined || theirs === undefined || others.length > 0) return false;
  if (!(await isAncestor(mirror, theirs, baseSha))) return false;
  const merge = await mergeTrees(mirror, ours, theirs);
  return merge.clean && merge.tree === commit.tree;
}
