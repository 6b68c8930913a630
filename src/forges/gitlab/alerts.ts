import type { RepositoryRef } from "../../domain/identity.ts";
import type { Alert } from "../../domain/report.ts";
import type { GitlabClient } from "./client.ts";
import { readCommitNotes } from "./commit-notes.ts";
import { alertMarker, isOurs, isSameText, ownText } from "./markers.ts";
import { orNull } from "./refusal-status.ts";
import { readProject } from "./repositories.ts";
import { decodeList, type IssueWire, issueWire } from "./wire.ts";

/** The issue of this alert, whatever its state; `null` where there is none, or issues are off. */
export async function findAlertIssue(
  client: GitlabClient,
  repository: RepositoryRef,
  key: string,
  selfId: number,
): Promise<IssueWire | null> {
  const filter = { projectId: repository.id, scope: "all", state: "all", authorId: selfId, perPage: 100 } as const;
  const answer = await orNull([403, 404], () => client.api.Issues.all(filter));
  if (answer === null) return null;
  const issues = decodeList(issueWire, answer, `issues of ${repository.name}`);
  return (
    issues.find((one) => isOurs({ body: one.description ?? "", author: one.author }, selfId, alertMarker(key))) ?? null
  );
}

export async function publishAlert(
  client: GitlabClient,
  repository: RepositoryRef,
  alert: Alert,
  selfId: number,
): Promise<void> {
  if (!(await hasIssues(client, repository))) return await publishAsComment(client, repository, alert, selfId);
  const { title } = alert;
  const description = ownText(alertMarker(alert.key), alert.body);
  const existing = await findAlertIssue(client, repository, alert.key, selfId);
  if (existing === null) {
    await client.api.Issues.create(repository.id, title, { description });
    return;
  }
  const isSame = existing.title === title && isSameText(existing.description ?? "", description);
  if (isSame && existing.state === "opened") return;
  const reopened = existing.state === "opened" ? {} : ({ stateEvent: "reopen" } as const);
  await client.api.Issues.edit(repository.id, existing.iid, { title, description, ...reopened });
}

/** Closes the alert's issue after saying why. Where issues are off, the commit is told once. */
export async function closeAlert(
  client: GitlabClient,
  repository: RepositoryRef,
  key: string,
  body: string,
  selfId: number,
): Promise<void> {
  const issue = await findAlertIssue(client, repository, key, selfId);
  if (issue === null || issue.state !== "opened") return;
  const text = ownText("<!-- countersign:closed -->", body);
  await client.api.IssueNotes.create(repository.id, issue.iid, text);
  await client.api.Issues.edit(repository.id, issue.iid, { stateEvent: "close" });
}

async function hasIssues(client: GitlabClient, repository: RepositoryRef): Promise<boolean> {
  const project = await readProject(client, repository.id);
  return project.issues_enabled !== false && project.issues_access_level !== "disabled";
}

async function publishAsComment(
  client: GitlabClient,
  repository: RepositoryRef,
  alert: Alert,
  selfId: number,
): Promise<void> {
  const marker = alertMarker(alert.key);
  const body = ownText(marker, `**${alert.title}**\n\n${alert.body}`);
  const own = (await readCommitNotes(client, repository, alert.sha)).find(({ note }) => isOurs(note, selfId, marker));
  const { CommitDiscussions } = client.api;
  if (own === undefined) await CommitDiscussions.create(repository.id, alert.sha, body);
  else if (!isSameText(own.note.body, body)) {
    await CommitDiscussions.editNote(repository.id, alert.sha, own.discussionId, own.note.id, { body });
  }
}
