import { readRefs, resolveBranch, writeRef } from "../git/bare-repository.ts";
import { fastForward, makeMergeCommit, makeSquashCommit, mergeTrees, rebaseCommits } from "../git/merge.ts";
import { git } from "../git/run-git.ts";
import { accountOf, type Model, ownerLogin, repositoryLock, repositoryOf, withLock } from "./model.ts";
import { markMerged, recordRefChanges } from "./pushes.ts";
import { committerFor, identityOf } from "./repositories.ts";
import { SimError } from "./sim-error.ts";
import type { SimChange, SimRepository } from "./types.ts";

export type MergeMethod = "merge" | "squash" | "rebase" | "fast-forward";

export interface MergeGiven {
  readonly method: MergeMethod;
  readonly actorId: number;
  /** Refuses when the head is another one. */
  readonly sha?: string;
  readonly title?: string;
  readonly message?: string;
  /** Asked with the lock held, just before the merge; throws to refuse. */
  readonly guard?: () => void | Promise<void>;
  /** GitLab: squash first, then a merge commit of the squashed commit. */
  readonly squashFirst?: boolean;
}

export type Mergeability = "clean" | "conflict" | "unknown";

/** Whether the head can be merged into the base's tip as they are now. */
export async function readMergeability(repository: SimRepository, change: SimChange): Promise<Mergeability> {
  const base = await resolveBranch(repository.directory, change.baseBranch);
  if (base === null) return "unknown";
  const merged = await mergeTrees(repository.directory, base, change.headSha);
  return merged.clean ? "clean" : "conflict";
}

/** Merges an open change into its base branch with real git. Answers the commit left on the base branch. */
export async function mergeChange(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  given: MergeGiven,
): Promise<string> {
  return withLock(model, repositoryLock(repository), async () => {
    if (change.state !== "open") throw new SimError("not-mergeable", "The change is not open");
    if (given.sha !== undefined && given.sha !== change.headSha) {
      throw new SimError("conflict", "Head branch was modified. Review and try the merge again.");
    }
    await given.guard?.();
    const base = await resolveBranch(repository.directory, change.baseBranch);
    if (base === null) throw new SimError("not-mergeable", "The base branch does not exist");
    const landed = await makeLanding(model, repository, change, given, base);
    if (landed === null) throw new SimError("not-mergeable", "Merge conflict");
    if (given.method === "merge" || given.method === "squash") model.forgeCommits.add(landed);
    const before = await readRefs(repository.directory, "refs/");
    await writeRef(repository.directory, `refs/heads/${change.baseBranch}`, landed, base);
    await recordRefChanges(model, repository, { before, actorId: given.actorId, kind: "pr_merge", merging: change });
    await markMerged(model, repository, change, { sha: landed, actorId: given.actorId });
    return landed;
  });
}

/** The commit that a merge would leave on `base`; `null` on conflict. */
export async function makeLanding(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  given: MergeGiven,
  base: string,
): Promise<string | null> {
  const at = model.clock.tick();
  const account = accountOf(model, given.actorId);
  const author = identityOf(model, account, at);
  const committer = committerFor(model, account, at);
  const { directory } = repository;
  switch (given.method) {
    case "fast-forward":
      return fastForward(directory, base, change.headSha);
    case "rebase":
      // The forge has no key of the committer's: rebased commits are the merging account's, and unsigned.
      return rebaseCommits(directory, base, change.headSha, author);
    case "squash": {
      // The author of a squash is the author of the change; the others are co-authors.
      const changeAuthor = identityOf(model, accountOf(model, change.authorId), at);
      const message = await squashMessage(model, repository, change, given);
      return makeSquashCommit(directory, base, change.headSha, message, { author: changeAuthor, committer });
    }
    case "merge": {
      const head = given.squashFirst === true ? await squashOnto(model, repository, change, given) : change.headSha;
      if (head === null) return null;
      return makeMergeCommit(directory, base, head, mergeMessage(model, change, given), { author, committer });
    }
    default:
      return given.method satisfies never;
  }
}

async function squashOnto(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  given: MergeGiven,
): Promise<string | null> {
  const at = model.clock.tick();
  const author = identityOf(model, accountOf(model, change.authorId), at);
  const committer = committerFor(model, accountOf(model, given.actorId), at);
  const start = change.versions.at(-1)?.mergeBaseSha ?? change.baseSha;
  const message = `${change.title}\n`;
  change.squashSha = await makeSquashCommit(repository.directory, start, change.headSha, message, {
    author,
    committer,
  });
  return change.squashSha;
}

function mergeMessage(model: Model, change: SimChange, given: MergeGiven): string {
  if (model.traits.name === "gitlab") {
    return given.message ?? `Merge branch '${change.head.branch}' into '${change.baseBranch}'\n\n${change.title}\n`;
  }
  const owner = ownerLogin(model, repositoryOf(model, change.head.repositoryId).owner);
  const title = given.title ?? `Merge pull request #${change.number} from ${owner}/${change.head.branch}`;
  return `${title}\n\n${given.message ?? change.title}\n`;
}

async function squashMessage(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  given: MergeGiven,
): Promise<string> {
  if (given.title !== undefined || given.message !== undefined) {
    return `${given.title ?? `${change.title} (#${change.number})`}\n\n${given.message ?? ""}\n`;
  }
  const own = identityOf(model, accountOf(model, change.authorId), "").email;
  const range = `${change.versions.at(-1)?.mergeBaseSha ?? change.baseSha}..${change.headSha}`;
  const lines = await git(repository.directory, ["log", "--no-merges", "--reverse", "--format=%an <%ae>", range]);
  const others = [...new Set(lines.split("\n"))].filter((line) => line !== "" && !line.includes(`<${own}>`));
  const trailers = others.map((line) => `Co-authored-by: ${line}\n`).join("");
  return `${change.title} (#${change.number})\n${trailers === "" ? "" : `\n${trailers}`}`;
}

/** Merges the base into the head branch, as the button "Update branch" does. Answers the new head. */
export async function updateBranch(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  given: { readonly actorId: number; readonly expectedSha?: string; readonly method?: "merge" | "rebase" },
): Promise<string> {
  const source = repositoryOf(model, change.head.repositoryId);
  return withLock(model, repositoryLock(source), async () => {
    if (given.expectedSha !== undefined && given.expectedSha !== change.headSha) {
      throw new SimError("invalid", "expected_head_sha is not the head");
    }
    const base = await resolveBranch(repository.directory, change.baseBranch);
    if (base === null) throw new SimError("invalid", "The base branch does not exist");
    const at = model.clock.tick();
    const account = accountOf(model, given.actorId);
    const [author, committer] = [identityOf(model, account, at), committerFor(model, account, at)];
    if (source !== repository) await git(source.directory, ["fetch", "-q", repository.directory, base]);
    const message = `Merge branch '${change.baseBranch}' into ${change.head.branch}\n`;
    const head =
      given.method === "rebase"
        ? await rebaseCommits(source.directory, base, change.headSha, committer)
        : await makeMergeCommit(source.directory, change.headSha, base, message, { author, committer });
    if (head === null) throw new SimError("invalid", "merge conflict between base and head");
    if (given.method !== "rebase") model.forgeCommits.add(head);
    const before = await readRefs(source.directory, "refs/");
    await writeRef(source.directory, `refs/heads/${change.head.branch}`, head, change.headSha);
    const previous = change.headSha;
    const update = {
      before,
      actorId: given.actorId,
      ...(given.method === "rebase" ? {} : { headKind: "updated" as const }),
    };
    await recordRefChanges(model, source, update);
    if (model.traits.name === "github" && given.method !== "rebase") restampReviews(change, previous, head);
    return head;
  });
}

/**
 * GitHub re-stamps `commit_id` of the reviews of the former head after "Update branch", so that an approval seems to have
 * been given on the new head. Observed, not documented; the trap that the binding of approvals must not fall into.
 */
function restampReviews(change: SimChange, from: string, to: string): void {
  for (const review of change.reviews) if (review.commitSha === from) review.commitSha = to;
}
