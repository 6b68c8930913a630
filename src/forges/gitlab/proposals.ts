import { setTimeout as sleep } from "node:timers/promises";
import { ForgeError } from "../../domain/errors.ts";
import type { ChangeRef, RepositoryRef } from "../../domain/identity.ts";
import type { ChangeProposal, MergeOutcome, OpenChange } from "../../ports/forge.ts";
import type { GitlabClient } from "./client.ts";
import { mergedCommitOf } from "./landings.ts";
import { readMergeRequest } from "./merge-request.ts";
import { orNull } from "./refusal-status.ts";
import { decode, decodeList, type MergeRequestWire, mergeRequestWire } from "./wire.ts";

export async function listOpenChanges(client: GitlabClient, repository: RepositoryRef): Promise<readonly OpenChange[]> {
  const { id: projectId, name } = repository;
  const answer = await client.api.MergeRequests.all({ projectId, state: "opened", scope: "all", perPage: 100 });
  return decodeList(mergeRequestWire, answer, `open merge requests of ${name}`).map((one) => ({
    number: one.iid,
    headSha: one.sha ?? "",
    baseRef: `refs/heads/${one.target_branch}`,
    updatedAt: one.updated_at,
  }));
}

export async function openChange(
  client: GitlabClient,
  repository: RepositoryRef,
  proposal: ChangeProposal,
): Promise<number> {
  const { title, head, base, body } = proposal;
  const existing = await findChange(client, repository, proposal);
  if (existing !== null) return existing;
  const created = await orNull([409], () =>
    client.api.MergeRequests.create(repository.id, head, base, title, { description: body }),
  );
  if (created !== null) return decode(mergeRequestWire, created, `the merge request of ${head}`).iid;
  const meanwhile = await findChange(client, repository, proposal);
  if (meanwhile !== null) return meanwhile;
  const message = `GitLab would not open a merge request of ${head} in ${repository.name}, and shows none. Look at the branch.`;
  throw new ForgeError(message, { status: 409, retryable: true, retryAfterMs: null });
}

async function findChange(
  client: GitlabClient,
  repository: RepositoryRef,
  proposal: ChangeProposal,
): Promise<number | null> {
  const { id: projectId, name } = repository;
  const filter = {
    projectId,
    sourceBranch: proposal.head,
    targetBranch: proposal.base,
    scope: "all",
    perPage: 100,
  } as const;
  const found = decodeList(mergeRequestWire, await client.api.MergeRequests.all(filter), `merge requests of ${name}`);
  const own = found.filter((one) => one.source_project_id === repository.id);
  return (own.find((one) => one.state === "opened") ?? own[0])?.iid ?? null;
}

/**
 * Merges exactly this head: GitLab answers 409 when the head is another one by now.
 * Source: https://docs.gitlab.com/api/merge_requests/#merge-a-merge-request
 */
export async function mergeChange(client: GitlabClient, ref: ChangeRef, sha: string): Promise<MergeOutcome> {
  try {
    await client.api.MergeRequests.accept(ref.repository.id, ref.number, { sha });
  } catch (error) {
    if (!(error instanceof ForgeError) || !isRefusal(error.status)) throw error;
    return await outcomeAfterRefusal(client, ref, sha, error);
  }
  return await waitForMerge(client, ref);
}

function isRefusal(status: number | null): boolean {
  return status !== null && [401, 403, 405, 406, 409, 422].includes(status);
}

/** It may have been merged already, or GitLab may still be working out whether it can be. */
async function outcomeAfterRefusal(
  client: GitlabClient,
  ref: ChangeRef,
  sha: string,
  error: ForgeError,
): Promise<MergeOutcome> {
  const request = await readMergeRequest(client, ref);
  const merged = outcomeOf(request);
  if (merged !== null && request.sha === sha) return merged;
  if (["checking", "unchecked", "preparing"].includes(request.detailed_merge_status ?? "")) {
    const message = `GitLab is still checking whether ${ref.repository.name}!${ref.number} can be merged: it is tried again.`;
    throw new ForgeError(message, { status: error.status, retryable: true, retryAfterMs: 2_000 }, { cause: error });
  }
  return { merged: false, reason: reasonOf(error, request) };
}

function reasonOf(error: ForgeError, request: MergeRequestWire): string {
  if (error.status === 409) return `The head of !${request.iid} is another commit by now.`;
  if (error.status === 401 || error.status === 403) {
    return `Countersign's account may not merge into ${request.target_branch}: allow it under Settings > Repository > Protected branches.`;
  }
  return `GitLab cannot merge !${request.iid} now (${request.detailed_merge_status ?? "no reason given"}).`;
}

async function waitForMerge(client: GitlabClient, ref: ChangeRef): Promise<MergeOutcome> {
  for (let look = 0; look < 10; look += 1) {
    const merged = outcomeOf(await readMergeRequest(client, ref));
    if (merged !== null) return merged;
    await sleep(200);
  }
  return { merged: false, reason: `GitLab took the merge of !${ref.number} and has not finished it yet.` };
}

function outcomeOf(request: MergeRequestWire): MergeOutcome | null {
  const sha = mergedCommitOf(request);
  if (sha === null) return null;
  return { merged: true, sha, head: request.sha ?? "", baseRef: `refs/heads/${request.target_branch}` };
}
