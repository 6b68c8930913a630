import type { ForgeCore } from "../face.ts";
import { parsePatch, readDiff } from "../git/read-diff.ts";
import { installationsOn } from "../model/apps.ts";
import { ensureSuite } from "../model/checks.ts";
import { dismissReview } from "../model/conversations.ts";
import type { SimEvent } from "../model/events.ts";
import { zeroSha } from "../model/types.ts";
import { dismissesStale } from "./rules.ts";

/**
 * Each app with `checks: write` gets a suite for a pushed head, as GitHub makes one; not for tags, nor for pushes to forks.
 * https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-checks#about-check-suites
 */
export async function requestSuites(core: ForgeCore, event: Extract<SimEvent, { kind: "push" }>): Promise<void> {
  const { repository, push } = event;
  if (!push.ref.startsWith("refs/heads/") || push.after === zeroSha) return;
  for (const installation of installationsOn(core.model, repository)) {
    if (installation.permissions.checks !== "write") continue;
    await ensureSuite(core.model, repository, {
      appId: installation.appId,
      headSha: push.after,
      headBranch: push.ref.slice("refs/heads/".length),
      before: push.before,
      actorId: push.actorId,
      isRequested: true,
    });
  }
}

/** After a push, threads whose line the new head no longer has are outdated; the others move with their line. */
export async function moveThreads(event: Extract<SimEvent, { kind: "change.synchronized" }>): Promise<void> {
  const { repository, change } = event;
  const open = change.threads.filter((one) => !one.isOutdated && one.position !== null && one.position.side === "new");
  if (open.length === 0) return;
  const diff = await readDiff(repository.directory, event.before, event.after);
  for (const thread of open) {
    const { position } = thread;
    const file = diff.find((one) => (one.previousPath ?? one.path) === position?.path);
    if (position === null || file === undefined || thread.currentLine === null) continue;
    const lines = parsePatch(file.patch);
    const line = thread.currentLine;
    if (file.status === "removed" || lines.some((one) => one.kind === "removed" && one.oldLine === line)) {
      thread.isOutdated = true;
      continue;
    }
    const before = lines.filter((one) => (one.oldLine ?? 0) < line);
    const removed = before.filter((one) => one.kind === "removed").length;
    const firstAfter = lines.find((one) => one.oldLine !== null && one.oldLine >= line);
    const added = lines.filter(
      (one) => one.kind === "added" && (firstAfter === undefined ? true : one.position < firstAfter.position),
    ).length;
    thread.currentLine = line - removed + added;
  }
}

/** A ruleset may dismiss approvals when something is pushed. */
export async function dismissStale(
  core: ForgeCore,
  event: Extract<SimEvent, { kind: "change.synchronized" }>,
): Promise<void> {
  const { repository, change } = event;
  if (!dismissesStale(repository, `refs/heads/${change.baseBranch}`)) return;
  const given = { actorId: event.actorId, message: "The merge-base changed after approval." };
  for (const review of change.reviews) {
    if (review.state === "approved") await dismissReview(core.model, repository, change, review, given);
  }
}
