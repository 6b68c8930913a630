import { isAncestor } from "../git/bare-repository.ts";
import { type DiffLine, parsePatch } from "../git/read-diff.ts";
import type { SimChange, SimPosition, SimRepository } from "../model/types.ts";
import { HttpError, invalid } from "./http-error.ts";
import { readChangeDiff } from "./render/commit.ts";

export interface Place {
  readonly position: SimPosition;
  readonly patch: string;
  readonly originalPosition: number;
}

/** A review's commit must be one of the change's. */
export async function requireCommitOf(repository: SimRepository, change: SimChange, sha: string): Promise<void> {
  const isKnown = change.versions.some((one) => one.sha === sha);
  const isWellFormed = /^[0-9a-f]{40}$/.test(sha);
  if (isKnown || (isWellFormed && (await isAncestor(repository.directory, sha, change.headSha)))) return;
  throw invalid("PullRequestReviewComment", "commit_id", "commit_id is not part of the pull request");
}

const field = "pull_request_review_thread.line";

/**
 * The place that a comment names, after GitHub's rules: a line that the diff shows (changed, or one of the three around),
 * on the side it is on; several lines within one hunk. 422 otherwise.
 * https://docs.github.com/rest/pulls/comments#create-a-review-comment-for-a-pull-request
 */
export async function resolveLine(
  repository: SimRepository,
  change: SimChange,
  sha: string,
  asked: Readonly<Record<string, unknown>>,
  within: "comment" | "review",
): Promise<Place> {
  const refuse = (which: string, message: string) =>
    within === "review"
      ? new HttpError(422, "Unprocessable Entity", {
          errors: [message.includes("path") ? "Path could not be resolved" : "Line could not be resolved"],
        })
      : invalid("PullRequestReviewComment", which, `${which} ${message}`);
  const diff = await readChangeDiff(repository, change.baseSha, sha);
  const file = diff.find((one) => one.path === asked.path);
  if (file === undefined) throw refuse("pull_request_review_thread.path", "is not part of the diff (path)");
  const version = change.versions.at(-1);
  const shas = { baseSha: change.baseSha, startSha: version?.mergeBaseSha ?? change.baseSha, headSha: sha };
  const paths = { path: file.path, previousPath: file.previousPath ?? file.path };
  if (asked.subject_type === "file") {
    const nowhere = {
      side: "new",
      line: null,
      startLine: null,
      startSide: null,
      oldLine: null,
      newLine: null,
    } as const;
    return { position: { ...paths, ...shas, ...nowhere, isWholeFile: true }, patch: file.patch, originalPosition: 1 };
  }
  const lines = parsePatch(file.patch);
  const side = asked.side === "LEFT" ? "old" : "new";
  const line = findLine(lines, asked, side);
  if (line === undefined) throw refuse(field, "must be part of the diff");
  const startSide = asked.start_side === "LEFT" ? "old" : asked.start_side === "RIGHT" ? "new" : side;
  const startLine = typeof asked.start_line === "number" ? asked.start_line : null;
  if (startLine !== null) {
    const start = findLine(lines, { line: startLine }, startSide);
    if (start === undefined) throw refuse("pull_request_review_thread.start_line", "must be part of the diff");
    if (start.hunk !== line.hunk)
      throw refuse("pull_request_review_thread.start_line", "must be part of the same hunk as the line.");
    if (start.position >= line.position)
      throw refuse("pull_request_review_thread.start_line", "must precede the end line.");
  }
  return {
    position: {
      ...paths,
      ...shas,
      side,
      line: side === "old" ? line.oldLine : line.newLine,
      startLine,
      startSide: startLine === null ? null : startSide,
      oldLine: line.oldLine,
      newLine: line.newLine,
      isWholeFile: false,
    },
    patch: file.patch,
    originalPosition: line.position,
  };
}

function findLine(
  lines: readonly DiffLine[],
  asked: Readonly<Record<string, unknown>>,
  side: "old" | "new",
): DiffLine | undefined {
  if (typeof asked.position === "number") return lines.find((one) => one.position === asked.position);
  return lines.find((one) => (side === "old" ? one.oldLine : one.newLine) === asked.line);
}
