import type { ChangeRef } from "../../domain/identity.ts";
import type { ChangeReport, CheckReport } from "../../domain/report.ts";
import type { GitlabClient } from "./client.ts";
import { publishThreads } from "./line-comments.ts";
import { isOurs, isSameText, ownText, summaryMarker } from "./markers.ts";
import { readMergeRequest, readNotes, readStatuses } from "./merge-request.ts";
import { orNull } from "./refusal-status.ts";
import type { MergeRequestWire, StatusWire } from "./wire.ts";

/** Brings statuses, threads on lines and the summary note to what the report says. */
export async function publishReport(
  client: GitlabClient,
  ref: ChangeRef,
  report: ChangeReport,
  selfId: number,
): Promise<void> {
  const request = await readMergeRequest(client, ref);
  const statuses = await readStatuses(client, ref.repository.id, report.head, request.source_branch);
  for (const check of report.checks) await publishStatus(client, request, report.head, check, statuses, selfId);
  await publishThreads(client, ref, report.lineFindings, { head: report.head, selfId });
  await publishSummary(client, ref, report.summary, selfId);
}

type StatusState = "success" | "pending" | "failed";

const states: Readonly<Record<CheckReport["conclusion"], StatusState>> = {
  success: "success",
  action_required: "pending",
  failure: "failed",
};

/**
 * GitLab lets no status go from pending to pending, not even with another text: the old one is cancelled first. So is one that
 * may lie below a status of ours which somebody else reported.
 * Source: app/services/ci/create_commit_status_service.rb of gitlab-org/gitlab.
 */
async function publishStatus(
  client: GitlabClient,
  request: MergeRequestWire,
  sha: string,
  check: CheckReport,
  statuses: readonly StatusWire[],
  selfId: number,
): Promise<void> {
  const state = states[check.conclusion];
  const description = check.title.slice(0, 255);
  const current = statuses.find((one) => one.name === check.name);
  const isForged = current !== undefined && current.author?.id !== selfId;
  if (!isForged && current?.status === state && current.description === description) return;
  const projectId = request.target_project_id;
  const options = { name: check.name, ref: request.source_branch, description };
  const isWaiting = isForged || current?.status === "pending" || current?.status === "running";
  if (isWaiting && state === "pending")
    await orNull([404], () => client.api.Commits.editStatus(projectId, sha, "canceled", options));
  // A commit that is no longer there needs no status: its change has moved on.
  await orNull([404], () => client.api.Commits.editStatus(projectId, sha, state, options));
}

async function publishSummary(client: GitlabClient, ref: ChangeRef, summary: string, selfId: number): Promise<void> {
  const body = ownText(summaryMarker, summary);
  const own = (await readNotes(client, ref)).find((note) => !note.system && isOurs(note, selfId, summaryMarker));
  const { MergeRequestNotes } = client.api;
  if (own === undefined) await MergeRequestNotes.create(ref.repository.id, ref.number, body);
  else if (!isSameText(own.body, body)) await MergeRequestNotes.edit(ref.repository.id, ref.number, own.id, { body });
}
