import type { ChangeRef, RepositoryRef } from "../../domain/identity.ts";
import type { ForgeComment } from "../../ports/forge.ts";
import { readAccounts } from "./accounts.ts";
import { findAlertIssue } from "./alerts.ts";
import type { GitlabClient } from "./client.ts";
import { readCommitNotes, readIssueNotes } from "./commit-notes.ts";
import { answerMarker, isOurs, ownText } from "./markers.ts";
import { isEdited, readNotes } from "./merge-request.ts";
import type { NoteWire } from "./wire.ts";

/** Comments on the commit and on its alert's issue, oldest first. */
export async function listCommitComments(
  client: GitlabClient,
  repository: RepositoryRef,
  place: { readonly sha: string; readonly alertKey: string },
  selfId: number,
): Promise<readonly ForgeComment[]> {
  const onCommit = (await readCommitNotes(client, repository, place.sha)).map(({ note }) => note);
  const issue = await findAlertIssue(client, repository, place.alertKey, selfId);
  const onIssue = issue === null ? [] : await readIssueNotes(client, repository, issue.iid);
  return await toComments(client, [...onCommit, ...onIssue]);
}

async function toComments(client: GitlabClient, notes: readonly NoteWire[]): Promise<readonly ForgeComment[]> {
  const accounts = await readAccounts(
    client,
    notes.map((note) => note.author),
  );
  return notes
    .toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id)
    .map((note) => ({
      id: note.id,
      place: "conversation" as const, // all notes of an instance share one sequence of ids
      account: accounts.get(note.author.id) ?? { id: note.author.id, login: note.author.username, kind: "bot" },
      body: note.body,
      at: note.created_at,
      edited: isEdited(note),
    }));
}

export async function answerComment(
  client: GitlabClient,
  ref: ChangeRef,
  commentId: number,
  body: string,
  selfId: number,
): Promise<void> {
  const marker = answerMarker(commentId);
  const notes = await readNotes(client, ref);
  if (notes.some((note) => isOurs(note, selfId, marker))) return;
  await client.api.MergeRequestNotes.create(ref.repository.id, ref.number, ownText(marker, body));
}

/** Answers where the comment stands: in the commit's thread, or on the alert's issue. */
export async function answerCommitComment(
  client: GitlabClient,
  repository: RepositoryRef,
  place: { readonly sha: string; readonly alertKey: string; readonly commentId: number },
  body: string,
  selfId: number,
): Promise<void> {
  const marker = answerMarker(place.commentId);
  const text = ownText(marker, body);
  const onCommit = await readCommitNotes(client, repository, place.sha);
  if (onCommit.some(({ note }) => isOurs(note, selfId, marker))) return;
  const issue = await findAlertIssue(client, repository, place.alertKey, selfId);
  const onIssue = issue === null ? [] : await readIssueNotes(client, repository, issue.iid);
  if (onIssue.some((note) => isOurs(note, selfId, marker))) return;
  if (issue !== null && onIssue.some((note) => note.id === place.commentId)) {
    await client.api.IssueNotes.create(repository.id, issue.iid, text);
    return;
  }
  const asked = onCommit.find(({ note }) => note.id === place.commentId);
  const { CommitDiscussions } = client.api;
  if (asked === undefined) await CommitDiscussions.create(repository.id, place.sha, text);
  else await CommitDiscussions.addNote(repository.id, place.sha, asked.discussionId, text);
}
