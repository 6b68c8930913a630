import type { ChangeRef } from "../../domain/identity.ts";
import type { LineFinding } from "../../domain/report.ts";
import { type GitlabClient, logFields } from "./client.ts";
import { type DiffLine, diffLines } from "./diff-lines.ts";
import { findingMarker, isOurs, isSameText, ownText } from "./markers.ts";
import { readVersions } from "./merge-request.ts";
import { orNull } from "./refusal-status.ts";
import { newestFirst } from "./reviews.ts";
import { type DiscussionWire, decodeList, diffWire, discussionWire, type NoteWire, type VersionWire } from "./wire.ts";

interface Thread {
  readonly id: string;
  /** Says which finding it is about. */
  readonly marker: string;
  readonly note: NoteWire;
}

/**
 * One thread for each finding on a line: opened once, resolved when the finding is gone, opened again when it is back. A thread
 * that a person resolved stays resolved. Findings on lines that the diff does not show stand in the summary alone.
 */
export async function publishThreads(
  client: GitlabClient,
  ref: ChangeRef,
  findings: readonly LineFinding[],
  context: { readonly head: string; readonly selfId: number },
): Promise<void> {
  const version = newestFirst(await readVersions(client, ref))[0];
  if (version === undefined || version.head_commit_sha !== context.head) return;
  const threads = ownThreads(await readDiscussions(client, ref), context.selfId);
  const wanted = new Map(findings.map((finding) => [findingMarker(finding.fingerprint), finding]));
  for (const thread of threads) await updateThread(client, ref, thread, wanted.get(thread.marker), context.selfId);
  const known = new Set(threads.map((thread) => thread.marker));
  const missing = [...wanted].filter(([marker]) => !known.has(marker)).map(([, finding]) => finding);
  if (missing.length > 0) await openThreads(client, ref, missing, version);
}

async function readDiscussions(client: GitlabClient, ref: ChangeRef): Promise<readonly DiscussionWire[]> {
  const answer = await client.api.MergeRequestDiscussions.all(ref.repository.id, ref.number, { perPage: 100 });
  return decodeList(discussionWire, answer, `discussions of ${ref.repository.name}!${ref.number}`);
}

function ownThreads(discussions: readonly DiscussionWire[], selfId: number): Thread[] {
  return discussions.flatMap((discussion) => {
    const note = discussion.notes[0];
    if (note === undefined || note.system || note.resolvable !== true) return [];
    const marker = /^<!-- countersign:finding \S+ -->/.exec(note.body)?.[0];
    if (marker === undefined || !isOurs(note, selfId, marker)) return [];
    return [{ id: discussion.id, marker, note }];
  });
}

async function updateThread(
  client: GitlabClient,
  ref: ChangeRef,
  thread: Thread,
  finding: LineFinding | undefined,
  selfId: number,
): Promise<void> {
  const { MergeRequestDiscussions } = client.api;
  const { id } = ref.repository;
  const isResolved = thread.note.resolved === true;
  if (finding === undefined) {
    if (!isResolved) await MergeRequestDiscussions.resolve(id, ref.number, thread.id, true);
    return;
  }
  const body = ownText(thread.marker, finding.body);
  if (!isSameText(thread.note.body, body)) {
    await MergeRequestDiscussions.editNote(id, ref.number, thread.id, thread.note.id, { body });
  }
  if (isResolved && thread.note.resolved_by?.id === selfId) {
    await MergeRequestDiscussions.resolve(id, ref.number, thread.id, false);
  }
}

async function openThreads(
  client: GitlabClient,
  ref: ChangeRef,
  findings: readonly LineFinding[],
  version: VersionWire,
): Promise<void> {
  const answer = await client.api.MergeRequests.allDiffs(ref.repository.id, ref.number, { perPage: 100 });
  const diffs = decodeList(diffWire, answer, `diffs of ${ref.repository.name}!${ref.number}`);
  const linesOf = new Map(diffs.map((diff) => [diff.new_path, diffLines(diff)]));
  for (const finding of findings) {
    const line = linesOf.get(finding.path)?.get(finding.line);
    if (line !== undefined) await openThread(client, ref, finding, version, line);
  }
}

/**
 * The position goes as JSON, which gitbeaker's own `create` does not do: it cuts paths that have an ampersand.
 * Source: https://docs.gitlab.com/api/discussions/#create-a-new-thread-in-the-merge-request-diff
 */
async function openThread(
  client: GitlabClient,
  ref: ChangeRef,
  finding: LineFinding,
  version: VersionWire,
  line: DiffLine,
): Promise<void> {
  const position = {
    positionType: "text",
    baseSha: version.base_commit_sha,
    startSha: version.start_commit_sha,
    headSha: version.head_commit_sha,
    oldPath: line.oldPath,
    newPath: finding.path,
    newLine: finding.line,
    ...(line.oldLine === null ? {} : { oldLine: line.oldLine }),
  };
  const body = ownText(findingMarker(finding.fingerprint), finding.body);
  const path = `${ref.repository.id}/merge_requests/${ref.number}/discussions`;
  const { requester } = client.api.MergeRequestDiscussions;
  const created = await orNull([400], () => requester.post(path, { body: { body, position } }));
  if (created !== null) return;
  const fields = { ...logFields(ref.repository), change: ref.number, path: finding.path, line: finding.line };
  client.log.debug(fields, "GitLab takes no thread on this line");
}
