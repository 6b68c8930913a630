import type { ChangeRef } from "../../domain/identity.ts";
import { decodeAll, splitName } from "./api.ts";
import type { AppIdentity } from "./app-identity.ts";
import { isOurs, isSameText, markers, withMarker } from "./markers.ts";
import type { GithubOctokit } from "./octokit.ts";
import { type CommentWire, commentWire } from "./wire.ts";

/** The comments of a pull request or an issue, oldest first. */
export async function readConversation(
  octokit: GithubOctokit,
  repository: string,
  number: number,
): Promise<readonly CommentWire[]> {
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...splitName(repository),
    issue_number: number,
    per_page: 100,
  });
  return decodeAll(commentWire, answer, "the comments of a conversation");
}

/** The one summary comment, written anew only when its text differs. */
export async function publishSummary(
  octokit: GithubOctokit,
  ref: ChangeRef,
  self: AppIdentity,
  summary: string,
): Promise<void> {
  const { name } = ref.repository;
  const body = withMarker(summary, markers.summary);
  const comments = await readConversation(octokit, name, ref.number);
  const known = comments.find((comment) => isOurs(comment, self.account, markers.summary));
  if (!known) {
    await writeComment(octokit, name, ref.number, body);
  } else if (!isSameText(known.body, body)) {
    await octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      ...splitName(name),
      comment_id: known.id,
      body,
    });
  }
}

/** Answers a comment in its conversation, once for each comment id. */
export async function publishAnswer(
  octokit: GithubOctokit,
  repository: string,
  number: number,
  self: AppIdentity,
  commentId: number,
  body: string,
): Promise<void> {
  const marker = markers.answer(commentId);
  const comments = await readConversation(octokit, repository, number);
  if (comments.some((comment) => isOurs(comment, self.account, marker))) return;
  await writeComment(octokit, repository, number, withMarker(body, marker));
}

async function writeComment(octokit: GithubOctokit, repository: string, number: number, body: string): Promise<void> {
  await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...splitName(repository),
    issue_number: number,
    body,
  });
}
