import { z } from "zod";
import type { Alert } from "../../domain/report.ts";
import type { ForgeComment } from "../../ports/forge.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import type { AppIdentity } from "./app-identity.ts";
import { readConversation } from "./conversation.ts";
import { findEditedComments } from "./edits.ts";
import { isOurs, isSameText, markers, withMarker } from "./markers.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire, type CommentWire, commentWire, toComment } from "./wire.ts";

const issueWire = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  user: accountWire.nullable(),
  pull_request: z.unknown().optional(),
});
const switchWire = z.object({ has_issues: z.boolean() });
type IssueWire = z.infer<typeof issueWire>;

/** Raises an alert as an issue, or as a comment on its commit where issues are off. One that changed is opened again. */
export async function publishAlert(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  alert: Alert,
): Promise<void> {
  const at = splitName(repository);
  const body = withMarker(alert.body, markers.alert(alert.key));
  const issues = await readAlertIssues(octokit, repository, self);
  if (issues === null) return await publishAsCommitComment(octokit, repository, self, alert, body);

  const issue = findIssue(issues, self, alert.key);
  if (!issue) {
    await octokit.request("POST /repos/{owner}/{repo}/issues", { ...at, title: alert.title, body });
  } else if (!isSameText(issue.body, body) || issue.title !== alert.title) {
    await octokit.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
      ...at,
      issue_number: issue.number,
      title: alert.title,
      body,
      state: "open",
    });
  }
}

/** Closes the alert with this key, if it is open, and says why at its end. */
export async function closeAlert(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  key: string,
  reason: string,
): Promise<void> {
  const at = splitName(repository);
  const issues = await readAlertIssues(octokit, repository, self);
  if (issues === null) {
    const comment = await findCommitComment(octokit, repository, self, key);
    const body = comment && closedBody(comment.body, reason, key);
    if (!comment || !body || isSameText(comment.body, body)) return;
    await octokit.request("PATCH /repos/{owner}/{repo}/comments/{comment_id}", { ...at, comment_id: comment.id, body });
    return;
  }
  const issue = findIssue(issues, self, key);
  if (issue?.state !== "open") return;
  await octokit.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    ...at,
    issue_number: issue.number,
    body: closedBody(issue.body, reason, key),
    state: "closed",
    state_reason: "completed",
  });
}

/** Comments on a commit and on the alert about it, oldest first. */
export async function listCommitComments(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  sha: string,
  alertKey: string,
): Promise<readonly ForgeComment[]> {
  const issue = findIssue((await readAlertIssues(octokit, repository, self)) ?? [], self, alertKey);
  const onIssue = issue ? await readConversation(octokit, repository, issue.number) : [];
  const onCommit = await readCommitComments(octokit, repository, sha);
  const edited = await findEditedComments(octokit, [...onCommit, ...onIssue]);
  const comments = [
    ...onCommit.map((wire) => toComment(wire, "commit", edited)),
    ...onIssue.map((wire) => toComment(wire, "conversation", edited)),
  ];
  return comments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The number of the issue that stands for an alert, if there is one. */
export async function findAlertIssue(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  key: string,
): Promise<number | null> {
  return findIssue((await readAlertIssues(octokit, repository, self)) ?? [], self, key)?.number ?? null;
}

export async function readCommitComments(
  octokit: GithubOctokit,
  repository: string,
  sha: string,
): Promise<readonly CommentWire[]> {
  const asked = { ...splitName(repository), commit_sha: sha, per_page: 100 };
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/commits/{commit_sha}/comments", asked);
  return decodeAll(commentWire, answer, "the comments of a commit");
}

export async function writeCommitComment(
  octokit: GithubOctokit,
  repository: string,
  sha: string,
  body: string,
): Promise<void> {
  await octokit.request("POST /repos/{owner}/{repo}/commits/{commit_sha}/comments", {
    ...splitName(repository),
    commit_sha: sha,
    body,
  });
}

/** The issues that we raised, newest first; `null` where issues are off. */
async function readAlertIssues(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
): Promise<readonly IssueWire[] | null> {
  const at = splitName(repository);
  const { has_issues } = decode(switchWire, await octokit.request("GET /repos/{owner}/{repo}", at));
  if (!has_issues) return null;
  const asked = { ...at, creator: self.account.login, state: "all", per_page: 100 } as const;
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/issues", asked);
  return decodeAll(issueWire, answer, "our issues").filter((issue) => issue.pull_request === undefined);
}

function findIssue(issues: readonly IssueWire[], self: AppIdentity, key: string): IssueWire | undefined {
  return issues.find((issue) => isOurs(issue, self.account, markers.alert(key)));
}

async function publishAsCommitComment(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  alert: Alert,
  body: string,
): Promise<void> {
  const comments = await readCommitComments(octokit, repository, alert.sha);
  const known = comments.find((comment) => isOurs(comment, self.account, markers.alert(alert.key)));
  const titled = `### ${alert.title}\n\n${body}`;
  if (!known) return await writeCommitComment(octokit, repository, alert.sha, titled);
  if (isSameText(known.body, titled)) return;
  await octokit.request("PATCH /repos/{owner}/{repo}/comments/{comment_id}", {
    ...splitName(repository),
    comment_id: known.id,
    body: titled,
  });
}

/** An alert says what it is about, but closing one names its key alone: all commit comments are looked through. */
async function findCommitComment(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  key: string,
): Promise<CommentWire | undefined> {
  const asked = { ...splitName(repository), per_page: 100 };
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/comments", asked);
  const comments = decodeAll(commentWire, answer, "the commit comments of a repository");
  return comments.findLast((comment) => isOurs(comment, self.account, markers.alert(key)));
}

const closed = "**Closed:**";

function closedBody(body: string | null | undefined, reason: string, key: string): string {
  const marker = markers.alert(key);
  const [text = ""] = (body ?? "").split(`\n\n${closed}`);
  return withMarker(`${text.replace(marker, "").trimEnd()}\n\n${closed} ${reason}`, marker);
}
