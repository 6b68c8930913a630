import type { Person } from "../../domain/identity.ts";
import type { GitlabClient } from "./client.ts";
import { decodeList, pushEventWire } from "./wire.ts";

/** One push to a branch. `sha` is `null` where the branch was removed. */
export interface Push {
  readonly by: Person;
  readonly at: string;
  /** Short name of the branch. */
  readonly branch: string;
  readonly action: string;
  readonly sha: string | null;
}

const pageSize = 100;
const mostPages = 20;

/**
 * Pushes to branches of a project, newest first, until `isEnough` says so. Answers `complete: false` when GitLab remembers
 * more than was read. A push of many refs at once says neither branch nor sha, and is left out.
 * Source: https://docs.gitlab.com/api/events/
 */
export async function readPushes(
  client: GitlabClient,
  projectId: number,
  isEnough: (push: Push) => boolean,
): Promise<{ readonly pushes: readonly Push[]; readonly complete: boolean }> {
  const pushes: Push[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await client.api.Events.all({ projectId, action: "pushed", perPage: pageSize, page });
    const events = decodeList(pushEventWire, answer, `pushes to project ${projectId}`);
    for (const event of events) {
      const { ref, ref_type, action, commit_to } = event.push_data;
      if (ref_type !== "branch" || typeof ref !== "string") continue;
      const by = { id: event.author_id, login: event.author_username };
      const push = { by, at: event.created_at, branch: ref, action, sha: commit_to ?? null };
      pushes.push(push);
      if (isEnough(push)) return { pushes, complete: true };
    }
    if (events.length < pageSize) return { pushes, complete: true };
  }
  return { pushes, complete: false };
}

/**
 * Everybody who pushed to the branch since it was made; `null` unless every one of `heads` is the work of a push that GitLab
 * remembers. An earlier branch of this name, which none of the heads is of, is another one.
 */
export function pushersOf(pushes: readonly Push[], branch: string, heads: readonly string[]): readonly Person[] | null {
  const missing = new Set(heads);
  const pushers = new Map<number, Person>();
  for (const push of pushes.filter((one) => one.branch === branch)) {
    pushers.set(push.by.id, push.by);
    if (push.sha !== null) missing.delete(push.sha);
    if (missing.size === 0 && push.action === "created") break;
  }
  return missing.size === 0 ? [...pushers.values()] : null;
}
