import { createHash } from "node:crypto";
import type { ForgeCore } from "../face.ts";
import type {
  SimChange,
  SimComment,
  SimCommitComment,
  SimIssue,
  SimPosition,
  SimRepository,
  SimThread,
  SimThreadComment,
} from "../model/types.ts";
import { instant, renderUserId } from "./render.ts";

/** A note of a merge request, an issue or a commit, wherever the model keeps it. */
export interface NoteView {
  readonly id: number;
  readonly discussionId: string;
  readonly type: "DiffNote" | "DiscussionNote" | null;
  readonly accountId: number;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly isSystem: boolean;
  /** Of the thread, when it can be resolved. */
  readonly thread: SimThread | null;
  /** What to change when the note is edited. */
  readonly source: SimComment | SimThreadComment | SimCommitComment;
}

export interface Noteable {
  readonly type: "MergeRequest" | "Issue" | "Commit";
  readonly id: number | null;
  readonly iid: number | null;
}

export function discussionId(of: string): string {
  return createHash("sha1").update(`discussion:${of}`).digest("hex");
}

/** All notes, oldest first. */
export function notesOf(subject: SimChange | SimIssue): NoteView[] {
  const own = subject.comments.map((comment) => viewOfComment(comment, subject.comments));
  const threads = "threads" in subject ? subject.threads : [];
  return [...own, ...threads.flatMap(viewsOfThread)].toSorted((a, b) => a.id - b.id);
}

/** A reply to a plain note makes both a discussion; the note that began it gives it its id. */
function viewOfComment(comment: SimComment, all: readonly SimComment[]): NoteView {
  const isReplied = comment.threadId !== null || all.some((one) => one.threadId === comment.id);
  return {
    ...plain(comment),
    discussionId: discussionId(`comment:${comment.threadId ?? comment.id}`),
    type: isReplied ? "DiscussionNote" : null,
    isSystem: comment.isSystem,
    thread: null,
  };
}

function viewsOfThread(thread: SimThread): NoteView[] {
  return thread.comments.map((comment) => ({
    ...plain(comment),
    discussionId: discussionId(`thread:${thread.id}`),
    type: thread.position === null ? "DiscussionNote" : "DiffNote",
    isSystem: comment.isSystem,
    thread,
  }));
}

export function viewsOfCommit(
  repository: SimRepository,
  sha: string,
  replies: ReadonlyMap<number, number>,
): NoteView[] {
  return repository.commitComments
    .filter((one) => one.sha === sha)
    .map((comment) => ({
      ...plain(comment),
      discussionId: discussionId(`commit:${replies.get(comment.id) ?? comment.id}`),
      type: replies.has(comment.id) ? ("DiscussionNote" as const) : null,
      isSystem: false,
      thread: null,
    }));
}

function plain(comment: SimComment | SimThreadComment | SimCommitComment) {
  const { id, accountId, body, createdAt, updatedAt } = comment;
  return { id, accountId, body, createdAt, updatedAt, source: comment };
}

/** Source: https://docs.gitlab.com/api/notes/ */
export function renderNote(core: ForgeCore, repository: SimRepository, noteable: Noteable, note: NoteView) {
  const { thread } = note;
  const isResolvable = thread?.isResolvable === true;
  return {
    id: note.id,
    type: note.type,
    body: note.body,
    attachment: null,
    author: renderUserId(core, note.accountId),
    created_at: instant(note.createdAt),
    updated_at: instant(lastUpdateOf(note)),
    system: note.isSystem,
    noteable_id: noteable.id,
    noteable_type: noteable.type,
    project_id: repository.id,
    resolvable: isResolvable,
    ...(isResolvable ? resolutionOf(core, thread) : {}),
    confidential: false,
    internal: false,
    imported: false,
    noteable_iid: noteable.iid,
    commands_changes: {},
    ...(thread?.position ? { position: renderPosition(thread.position) } : {}),
  };
}

/** Resolving a thread updates its notes. */
function lastUpdateOf({ updatedAt, thread }: NoteView): string {
  const resolvedAt = thread?.resolvedAt ?? updatedAt;
  return Date.parse(resolvedAt) > Date.parse(updatedAt) ? resolvedAt : updatedAt;
}

function resolutionOf(core: ForgeCore, thread: SimThread) {
  return {
    resolved: thread.isResolved,
    resolved_by: thread.resolvedById === null ? null : renderUserId(core, thread.resolvedById),
    resolved_at: thread.resolvedAt === null ? null : instant(thread.resolvedAt),
  };
}

function renderPosition(position: SimPosition) {
  return {
    base_sha: position.baseSha,
    start_sha: position.startSha,
    head_sha: position.headSha,
    old_path: position.previousPath,
    new_path: position.path,
    position_type: position.isWholeFile ? "file" : "text",
    old_line: position.oldLine,
    new_line: position.newLine,
    line_range: null,
  };
}

export interface DiscussionView {
  readonly id: string;
  readonly notes: NoteView[];
}

export function discussionsOf(notes: readonly NoteView[]): DiscussionView[] {
  const found = new Map<string, NoteView[]>();
  for (const note of notes) found.set(note.discussionId, [...(found.get(note.discussionId) ?? []), note]);
  return [...found].map(([id, own]) => ({ id, notes: own }));
}

export function renderDiscussion(
  core: ForgeCore,
  repository: SimRepository,
  noteable: Noteable,
  discussion: DiscussionView,
) {
  return {
    id: discussion.id,
    individual_note: discussion.notes.every((note) => note.type === null),
    notes: discussion.notes.map((note) => renderNote(core, repository, noteable, note)),
  };
}

export function noteableOf(subject: SimChange | SimIssue): Noteable {
  return { type: "headSha" in subject ? "MergeRequest" : "Issue", id: subject.id, iid: subject.number };
}
