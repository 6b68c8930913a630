import { tryGit } from "../git/run-git.ts";
import { addComment } from "../model/conversations.ts";
import type { SimEvent } from "../model/events.ts";
import { readBaseOf } from "../model/heads.ts";
import { accountOf, type Model } from "../model/model.ts";
import type { SimChange, SimRepository } from "../model/types.ts";

/**
 * What GitLab writes into the conversation itself, in its words: app/services/system_notes/merge_requests_service.rb,
 * commit_service.rb and issuables_service.rb of gitlab-org/gitlab. A push takes approvals back (setting
 * `reset_approvals_on_push`, on unless it is `false`), and another target branch makes another version.
 */
export async function writeSystemNotes(model: Model, event: SimEvent): Promise<void> {
  if (!("change" in event)) return;
  const { repository, change, actorId } = event;
  const note = (body: string) => addComment(model, repository, change, { accountId: actorId, body, isSystem: true });
  switch (event.kind) {
    case "change.synchronized":
      await note(await commitsNote(repository, event.before, event.after));
      await resetApprovals(model, repository, change, actorId);
      return;
    case "change.approved":
      await note("approved this merge request");
      return;
    case "change.unapproved":
      await note("unapproved this merge request");
      return;
    case "change.edited":
      if (event.changes.title) await note(titleNote(event.changes.title.from, change.title));
      if (event.changes.base) await retarget(model, repository, change, event.changes.base.from, actorId);
      return;
    case "change.review_requested":
      await note(`requested review from @${accountOf(model, event.reviewerId).login}`);
      return;
    case "change.draft":
      await note("marked this merge request as **draft**");
      return;
    case "change.ready":
      await note("marked this merge request as **ready**");
      return;
    default:
      return;
  }
}

async function commitsNote(repository: SimRepository, before: string, after: string): Promise<string> {
  const log = await tryGit(repository.directory, ["log", "--format=%h - %s", `${before}..${after}`]);
  const lines = log.stdout
    .toString()
    .split("\n")
    .filter((line) => line !== "");
  const items = lines.map((line) => `<li>${line}</li>`).join("");
  return `added ${lines.length} commit${lines.length === 1 ? "" : "s"}\n\n<ul>${items}</ul>`;
}

function titleNote(from: string, to: string): string {
  return `changed title from **{-${from}-}** to **{+${to}+}**`;
}

async function resetApprovals(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  actorId: number,
): Promise<void> {
  if (repository.settings.reset_approvals_on_push === false || change.approvals.length === 0) return;
  const names = change.approvals.map((one) => `@${accountOf(model, one.accountId).login}`);
  change.approvals = [];
  const body = `reset approvals from ${names.join(" and ")} by pushing to the branch`;
  await addComment(model, repository, change, { accountId: actorId, body, isSystem: true });
}

async function retarget(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  from: string,
  actorId: number,
): Promise<void> {
  const { baseSha, mergeBaseSha } = await readBaseOf(repository, change.baseBranch, change.headSha);
  const createdAt = model.clock.tick();
  const version = { id: model.newId(), sha: change.headSha, baseSha, mergeBaseSha, createdAt, pusherId: actorId };
  change.versions.push({ ...version, kind: "updated" });
  const body = `changed target branch from \`${from}\` to \`${change.baseBranch}\``;
  await addComment(model, repository, change, { accountId: actorId, body, isSystem: true });
}
