import { z } from "zod";
import type { RepositoryRef } from "../../domain/identity.ts";
import type { MergedChange, PushSeen } from "../../ports/forge.ts";
import { readAccount } from "./accounts.ts";
import { readPushes } from "./activity.ts";
import type { GitlabClient } from "./client.ts";
import { orNull } from "./refusal-status.ts";
import { decodeList, type MergeRequestWire, mergeRequestWire } from "./wire.ts";

const mergedWire = z.object({ iid: z.number().int(), merged_at: z.string().nullish(), updated_at: z.string() });

/** The tip that a merge made on the target branch. A fast-forward makes no commit: the head itself landed. */
export function mergedCommitOf(request: MergeRequestWire): string | null {
  if (request.state !== "merged") return null;
  return request.merge_commit_sha ?? request.squash_commit_sha ?? request.sha;
}

/** Numbers of the merged requests of this project whose merge brought the commit. */
export async function listChangesLandedAs(
  client: GitlabClient,
  repository: RepositoryRef,
  sha: string,
): Promise<readonly number[]> {
  const answer = await orNull([404], () => client.api.Commits.allMergeRequests(repository.id, sha, { perPage: 100 }));
  if (answer === null) return [];
  return decodeList(mergeRequestWire, answer, `merge requests of ${sha}`)
    .filter((one) => one.state === "merged" && one.target_project_id === repository.id)
    .map((one) => one.iid);
}

/** A page of a hundred at a time, as many as are needed. Source: https://docs.gitlab.com/api/merge_requests/ */
export async function listMergedChanges(
  client: GitlabClient,
  repository: RepositoryRef,
  branch: string,
  limit: number,
): Promise<readonly MergedChange[]> {
  const answer = await client.api.MergeRequests.all({
    projectId: repository.id,
    state: "merged",
    targetBranch: branch,
    orderBy: "updated_at",
    sort: "desc",
    perPage: Math.min(limit, 100),
    maxPages: Math.ceil(limit / 100),
  });
  return decodeList(mergedWire, answer, `the merged requests of ${repository.name}`)
    .map(({ iid, merged_at, updated_at }) => ({
      number: iid,
      mergedAt: merged_at ?? updated_at,
      updatedAt: updated_at,
    }))
    .sort((a, b) => Date.parse(b.mergedAt) - Date.parse(a.mergedAt))
    .slice(0, limit);
}

/** Who pushed exactly this tip to the branch last; `null` where GitLab remembers no such push. */
export async function readPushOf(
  client: GitlabClient,
  repository: RepositoryRef,
  ref: string,
  sha: string,
): Promise<PushSeen | null> {
  const branch = ref.replace(/^refs\/heads\//, "");
  const pushes = await readPushes(client, repository.id, (one) => one.branch === branch && one.sha === sha);
  const push = pushes.find((one) => one.branch === branch && one.sha === sha);
  if (push === undefined) return null;
  const by = await readAccount(client, { id: push.by.id, username: push.by.login });
  return { by, at: push.at, isMerge: null, from: push.from, isLast: pushes.every((one) => one.branch !== null) };
}
