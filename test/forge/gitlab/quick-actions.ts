import { closeChange, editChange, reopenChange } from "../model/changes.ts";
import { addComment, approveChange, unapproveChange } from "../model/conversations.ts";
import type { SimChange, SimIssue, SimRepository } from "../model/types.ts";
import { type Asked, levelOn } from "./http.ts";
import { acceptMerge } from "./merging.ts";

/**
 * Runs the quick actions of a note with its author's rights, as GitLab does, and takes them out of it. Those outside code
 * blocks, at the start of a line, and known: `/approve`, `/unapprove`, `/request_changes`, `/close`, `/reopen`, `/merge`,
 * `/target_branch`.
 * Source: https://docs.gitlab.com/user/project/quick_actions/
 */
export async function runQuickActions(
  asked: Asked,
  repository: SimRepository,
  subject: SimChange | SimIssue,
  body: string,
): Promise<{ readonly body: string; readonly summary: string[] }> {
  if (!("headSha" in subject)) return { body, summary: [] };
  const kept: string[] = [];
  const summary: string[] = [];
  let isCode = false;
  for (const line of body.split("\n")) {
    if (/^ {0,3}(```|~~~)/.test(line)) isCode = !isCode;
    const match = /^\/(approve|unapprove|request_changes|close|reopen|merge|target_branch)(?:\s+(.*))?$/.exec(
      line.trimEnd(),
    );
    if (isCode || match === null) {
      kept.push(line);
      continue;
    }
    if (levelOn(asked, repository) >= 30) await act(asked, repository, subject, match[1] ?? "", match[2] ?? "");
    summary.push(`Ran /${match[1]}.`);
  }
  return { body: kept.join("\n").trimEnd(), summary }; // lib/gitlab/quick_actions/extractor.rb of gitlab-org/gitlab strips the end alone
}

async function act(
  asked: Asked,
  repository: SimRepository,
  change: SimChange,
  name: string,
  argument: string,
): Promise<void> {
  const { model, account } = asked;
  switch (name) {
    case "approve":
      return approveChange(model, repository, change, account.id);
    case "unapprove":
      return unapproveChange(model, repository, change, account.id);
    case "request_changes":
      return requestChanges(asked, repository, change);
    case "close":
      return closeChange(model, repository, change, account.id);
    case "reopen":
      return reopenChange(model, repository, change, account.id);
    case "merge":
      await acceptMerge(asked, repository, change);
      return;
    case "target_branch":
      return editChange(model, repository, change, { base: argument.trim(), actorId: account.id });
  }
}

/** A reviewer's verdict: their approval goes, and a system note says so. */
async function requestChanges(asked: Asked, repository: SimRepository, change: SimChange): Promise<void> {
  const { model, account } = asked;
  if (change.approvals.some((one) => one.accountId === account.id))
    await unapproveChange(model, repository, change, account.id);
  if (!change.requestedReviewerIds.includes(account.id)) change.requestedReviewerIds.push(account.id);
  change.settings[`reviewer:${account.id}`] = "requested_changes";
  await addComment(model, repository, change, { accountId: account.id, body: "requested changes", isSystem: true });
}
