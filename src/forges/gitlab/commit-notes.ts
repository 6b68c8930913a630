import type { RepositoryRef } from "../../domain/identity.ts";
import type { GitlabClient } from "./client.ts";
import { orNull } from "./refusal-status.ts";
import { decodeList, discussionWire, type NoteWire, noteWire } from "./wire.ts";

export interface CommitNote {
  readonly discussionId: string;
  readonly note: NoteWire;
}

/** Notes on the commit itself, oldest first. The list of its comments carries no ids, so the discussions are read. */
export async function readCommitNotes(
  client: GitlabClient,
  repository: RepositoryRef,
  sha: string,
): Promise<readonly CommitNote[]> {
  const answer = await orNull([404], () => client.api.CommitDiscussions.all(repository.id, sha, { perPage: 100 }));
  if (answer === null) return [];
  const discussions = decodeList(discussionWire, answer, `comments on ${sha}`);
  return discussions
    .flatMap((discussion) => discussion.notes.map((note) => ({ discussionId: discussion.id, note })))
    .filter(({ note }) => !note.system);
}

export async function readIssueNotes(
  client: GitlabClient,
  repository: RepositoryRef,
  iid: number,
): Promise<readonly NoteWire[]> {
  const options = { perPage: 100, sort: "asc", orderBy: "created_at" } as const;
  const answer = await client.api.IssueNotes.all(repository.id, iid, options);
  return decodeList(noteWire, answer, `notes of ${repository.name}#${iid}`).filter((note) => !note.system);
}
