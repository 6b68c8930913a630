import { z } from "zod";
import type { Instant } from "../../domain/change.ts";
import type { Account } from "../../domain/identity.ts";
import { decodeAll, splitName, unless } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire, toAccount } from "./wire.ts";

/** One push to a branch, or another thing that moved it. */
export interface Push {
  readonly sha: string;
  readonly before: string;
  readonly isCreation: boolean;
  /** GitHub moved it by merging a change. */
  readonly isMerge: boolean;
  readonly by: Account | null;
  readonly at: Instant;
}

export interface PushLog {
  /** Newest first. */
  readonly pushes: readonly Push[];
  /** Whether it was read as far back as GitHub remembers. */
  readonly isWhole: boolean;
}

const activityWire = z.object({
  before: z.string(),
  after: z.string(),
  timestamp: z.string(),
  activity_type: z.string(),
  actor: accountWire.nullable(),
});

const nothing = /^0+$/;
const mostPages = 10;

/**
 * What moved a branch, newest first, until `isEnough` says so of a push; `null` when we may not read it (a private fork).
 * https://docs.github.com/en/rest/repos/repos#list-repository-activities
 */
export async function readPushLog(
  octokit: GithubOctokit,
  repository: string,
  ref: string,
  isEnough: (push: Push) => boolean,
): Promise<PushLog | null> {
  const asked = { ...splitName(repository), ref, per_page: 100 };
  let pages = 0;
  let isWhole = true;
  const read = octokit.paginate("GET /repos/{owner}/{repo}/activity", asked, (page, done) => {
    pages += 1;
    if (pages >= mostPages || toPushes(page.data).some(isEnough)) {
      isWhole = !hasNext(page.headers.link);
      done();
    }
    return page.data;
  });
  const found = await unless([403, 404], read);
  return found && { pushes: toPushes(found), isWhole };
}

function toPushes(data: unknown): readonly Push[] {
  return decodeAll(activityWire, data, "the activity of a repository")
    .filter((wire) => !nothing.test(wire.after))
    .map((wire) => ({
      sha: wire.after,
      before: wire.before,
      isCreation: wire.activity_type === "branch_creation" || nothing.test(wire.before),
      isMerge: wire.activity_type === "pr_merge" || wire.activity_type === "merge_queue_merge",
      by: wire.actor && toAccount(wire.actor),
      at: wire.timestamp,
    }));
}

function hasNext(link: string | undefined): boolean {
  return link?.includes('rel="next"') ?? false;
}
