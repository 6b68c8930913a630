import type { ChangeRef } from "../../domain/identity.ts";
import type { GitlabClient } from "./client.ts";
import { orNull } from "./refusal-status.ts";
import {
  approvalsWire,
  decode,
  decodeList,
  labelEventWire,
  type MergeRequestWire,
  mergeRequestWire,
  type NoteWire,
  noteWire,
  type StatusWire,
  statusWire,
  type VersionWire,
  versionWire,
} from "./wire.ts";

export async function readMergeRequest(client: GitlabClient, ref: ChangeRef): Promise<MergeRequestWire> {
  const answer = await client.api.MergeRequests.show(ref.repository.id, ref.number);
  return decode(mergeRequestWire, answer, `merge request ${ref.repository.name}!${ref.number}`);
}

export async function readVersions(client: GitlabClient, ref: ChangeRef): Promise<readonly VersionWire[]> {
  const answer = await client.api.MergeRequests.allDiffVersions(ref.repository.id, ref.number);
  return decodeList(versionWire, answer, `versions of ${ref.repository.name}!${ref.number}`);
}

/** All notes, oldest first. */
export async function readNotes(client: GitlabClient, ref: ChangeRef): Promise<readonly NoteWire[]> {
  const options = { perPage: 100, sort: "asc", orderBy: "created_at" } as const;
  const answer = await client.api.MergeRequestNotes.all(ref.repository.id, ref.number, options);
  return decodeList(noteWire, answer, `notes of ${ref.repository.name}!${ref.number}`);
}

export async function readApprovedBy(client: GitlabClient, ref: ChangeRef): Promise<readonly number[]> {
  const { id, name } = ref.repository;
  const answer = await client.api.MergeRequestApprovals.showConfiguration(id, { mergerequestIId: ref.number });
  return decode(approvalsWire, answer, `approvals of ${name}!${ref.number}`).approved_by.map((one) => one.user.id);
}

export async function readLabelEvents(client: GitlabClient, ref: ChangeRef) {
  const answer = await client.api.MergeRequestLabelEvents.all(ref.repository.id, ref.number, { perPage: 100 });
  return decodeList(labelEventWire, answer, `label events of ${ref.repository.name}!${ref.number}`);
}

/** The newest status of each name, of one branch where it is given: a commit has statuses of each. An unknown commit has none. */
export async function readStatuses(
  client: GitlabClient,
  projectId: number,
  sha: string,
  branch?: string,
): Promise<readonly StatusWire[]> {
  const ofBranch = branch === undefined ? {} : { ref: branch };
  const answer = await orNull([404], () => client.api.Commits.allStatuses(projectId, sha, ofBranch));
  const all = answer === null ? [] : decodeList(statusWire, answer, `statuses of ${sha}`);
  return [...new Map(all.toSorted((a, b) => a.id - b.id).map((one) => [one.name, one])).values()];
}

/**
 * GitLab tells no time of the last edit, only of the last update: resolving a thread updates its notes too, and cannot be told
 * from an edit (which a maintainer can make of anybody's note). So both count as one.
 */
export function isEdited(note: NoteWire): boolean {
  return Date.parse(note.updated_at) !== Date.parse(note.created_at);
}
