import type { Person } from "../../domain/identity.ts";
import type { BranchTip } from "../../ports/forge.ts";
import type { GitlabClient } from "./client.ts";
import { decodeList, type PushEventWire, pushEventWire } from "./wire.ts";

/** One push of branches. */
export interface Push {
  readonly by: Person;
  readonly at: string;
  /** Short name of the branch; `null` where GitLab does not say it, as of many branches that one push moved. */
  readonly branch: string | null;
  readonly action: string;
  /** The tip before; `null` where the push made the branch. */
  readonly from: string | null;
  /** The tip after; `null` where the push removed the branch. */
  readonly sha: string | null;
}

const pageSize = 100;
const mostPages = 20;

/**
 * Pushes of branches of a project, newest first, until `isEnough` says so, or so many were read as are at most.
 * Source: https://docs.gitlab.com/api/events/
 */
export async function readPushes(
  client: GitlabClient,
  projectId: number,
  isEnough: (push: Push) => boolean,
): Promise<readonly Push[]> {
  const pushes: Push[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await client.api.Events.all({ projectId, action: "pushed", perPage: pageSize, page });
    const events = decodeList(pushEventWire, answer, `pushes to project ${projectId}`);
    for (const event of events) {
      if (event.push_data.ref_type !== "branch") continue;
      const push = toPush(event);
      pushes.push(push);
      if (isEnough(push)) return pushes;
    }
    if (events.length < pageSize) return pushes;
  }
  return pushes;
}

/**
 * Where one push moves more branches than a limit, 3 unless an administrator sets another, GitLab tells of all those that it
 * made, moved or removed as one event, with neither names nor commits.
 * Source: https://docs.gitlab.com/administration/settings/push_event_activities_limit/
 */
function toPush({ author_id, author_username, created_at, push_data }: PushEventWire): Push {
  const { action, ref, commit_from, commit_to } = push_data;
  const isTold = (commit_from != null || action === "created") && (commit_to != null || action === "removed");
  return {
    by: { id: author_id, login: author_username },
    at: created_at,
    branch: isTold ? (ref ?? null) : null,
    action,
    from: commit_from ?? null,
    sha: commit_to ?? null,
  };
}

/**
 * Everybody who pushed to the branch since it was made, or since it was at `since`, where another push came before of which
 * GitLab does not say that it moved this branch. `null` unless every one of `heads` is the work of a push since then. An
 * earlier branch of this name, which none of the heads is of, is another one.
 */
export function pushersOf(
  pushes: readonly Push[],
  branch: string,
  heads: readonly string[],
): { readonly pushers: readonly Person[]; readonly since: string | null } | null {
  const own = pushes.filter((push) => push.branch === branch);
  const last = own.findIndex(({ sha }) => sha !== null && heads.includes(sha));
  const missing = new Set(heads);
  const pushers = new Map<number, Person>();
  let since: string | null = null;
  for (const push of last < 0 ? [] : own.slice(last)) {
    if (pushers.size > 0 && push.sha !== since) break;
    pushers.set(push.by.id, push.by);
    since = push.from;
    if (push.sha !== null) missing.delete(push.sha);
    if (missing.size === 0 && push.action === "created") break;
  }
  return missing.size === 0 ? { pushers: [...pushers.values()], since } : null;
}

/**
 * Tips of the branch, newest first. A push of which GitLab does not say which branches it moved may have moved this one: what
 * the tip was after it, the next push to the branch says; after one that others followed, nobody does.
 */
export function tipsOf(pushes: readonly Push[], branch: string): readonly BranchTip[] {
  const tips: BranchTip[] = [];
  let next: string | null = null;
  let isUnsure = false;
  for (const push of pushes) {
    if (push.branch === null) {
      tips.push({ sha: isUnsure ? null : next, since: push.at });
      isUnsure = true;
    } else if (push.branch === branch) {
      const isFollowed = isUnsure || tips.length === 0 || push.sha === next;
      tips.push({ sha: isFollowed ? push.sha : null, since: push.at });
      next = push.from;
      isUnsure = false;
    }
  }
  return tips;
}
