import type { Person } from "../../domain/identity.ts";
import type { Push, PushLog } from "./activity.ts";
import { type CommitNode, isByForge, readCommitNodes } from "./commit-nodes.ts";
import type { GithubOctokit } from "./octokit.ts";
import type { PullWire } from "./wire.ts";

/**
 * Everybody who pushed to the head branch; `null` unless that is known from the branch's creation up to the head.
 * Who only had GitHub update the branch is left out: that merge names them as its author, so if it is not the clean merge
 * of its parents, they are counted as that.
 */
export async function findPushers(
  octokit: GithubOctokit,
  repository: string,
  pull: PullWire,
  log: PushLog | null,
): Promise<readonly Person[] | null> {
  if (!log?.isWhole || !log.pushes.some((push) => push.isCreation)) return null;
  if (!log.pushes.some((push) => push.sha === pull.head.sha)) return null;

  const others = log.pushes.filter((push) => push.by?.id !== pull.user?.id && !push.isCreation);
  const nodes = await readCommitNodes(octokit, repository, [...new Set(others.map((push) => push.sha))]);
  const pushers = new Map<number, Person>();
  for (const push of log.pushes) {
    if (!push.by) return null;
    if (isUpdate(push, nodes.get(push.sha))) continue;
    pushers.set(push.by.id, { id: push.by.id, login: push.by.login });
  }
  return [...pushers.values()];
}

/** GitHub's own merge of another branch into this one, at the wish of its author. */
function isUpdate(push: Push, node: CommitNode | undefined): boolean {
  const [first, second, ...more] = node?.parents.nodes ?? [];
  const isMerge = first?.oid === push.before && second != null && more.length === 0;
  return isMerge && isByForge(node) && node?.author?.user?.databaseId === push.by?.id;
}
