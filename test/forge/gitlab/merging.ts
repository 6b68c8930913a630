import { deleteRef, isAncestor, readRefs, resolveBranch } from "../git/bare-repository.ts";
import { accessLevelOn } from "../model/access.ts";
import { type MergeMethod, mergeChange, readMergeability } from "../model/merges.ts";
import { repositoryLock, repositoryOf, withLock } from "../model/model.ts";
import { recordRefChanges } from "../model/pushes.ts";
import type { SimChange, SimRepository } from "../model/types.ts";
import { type Asked, flag, GitlabRefusal, text } from "./http.ts";
import { isAllowedBy, protectionOf } from "./protection.ts";
import { mergeMethodOf } from "./render.ts";

/**
 * Merges as `PUT …/merge` does, with its refusals: 401 not allowed, 405 not mergeable, 409 another head, 422 conflict.
 * Source: https://docs.gitlab.com/api/merge_requests/#merge-a-merge-request
 */
export async function acceptMerge(asked: Asked, repository: SimRepository, change: SimChange): Promise<void> {
  const { model, params, account } = asked;
  if (!mayMerge(asked, repository, change)) throw new GitlabRefusal(401, { message: "401 Unauthorized" });
  if (change.state !== "open" || change.isDraft) throw new GitlabRefusal(405, { message: "405 Method Not Allowed" });
  const sha = text(params, "sha");
  if (sha !== null && sha !== change.headSha) {
    throw new GitlabRefusal(409, { message: `SHA does not match HEAD of source branch: ${change.headSha}` });
  }
  const isSquashed = wantsSquash(asked, repository);
  const kind = mergeMethodOf(repository);
  if (
    (await readMergeability(repository, change)) !== "clean" ||
    !(await isMethodPossible(repository, change, isSquashed))
  ) {
    throw new GitlabRefusal(422, { message: "Branch cannot be merged" });
  }
  const message = text(params, isSquashed && kind === "ff" ? "squash_commit_message" : "merge_commit_message");
  if (kind === "ff" && !isSquashed) change.settings.landing = "ff";
  const landed = await mergeChange(model, repository, change, {
    ...methodOf(kind, isSquashed),
    actorId: account.id,
    ...(sha === null ? {} : { sha }),
    ...(message === null ? {} : { message }),
  });
  if (kind === "ff" && isSquashed) {
    change.settings.landing = "ff";
    change.squashSha = landed;
  }
  if (flag(params, "should_remove_source_branch") === true) await removeSourceBranch(asked, change);
}

function methodOf(
  kind: "merge" | "rebase_merge" | "ff",
  isSquashed: boolean,
): { method: MergeMethod; squashFirst: boolean } {
  if (kind === "ff") return { method: isSquashed ? "squash" : "fast-forward", squashFirst: false };
  return { method: "merge", squashFirst: isSquashed };
}

/** A fast-forward and a semi-linear merge need a head that stands on the target's tip. */
async function isMethodPossible(repository: SimRepository, change: SimChange, isSquashed: boolean): Promise<boolean> {
  const kind = mergeMethodOf(repository);
  if (kind === "merge" || (kind === "ff" && isSquashed)) return true;
  const base = await resolveBranch(repository.directory, change.baseBranch);
  return base !== null && (await isAncestor(repository.directory, base, change.headSha));
}

/** Source: https://docs.gitlab.com/user/project/merge_requests/squash_and_merge/#configure-squash-options-for-a-project */
function wantsSquash(asked: Asked, repository: SimRepository): boolean {
  const option = repository.settings.squash_option ?? "default_off";
  if (option === "always") return true;
  if (option === "never") return false;
  return flag(asked.params, "squash") ?? option === "default_on";
}

/** Protection says who may merge; without it, those who may push. */
export function mayMerge(asked: Asked, repository: SimRepository, change: SimChange): boolean {
  const level = accessLevelOn(asked.model, asked.account.id, repository);
  const protection = protectionOf(repository, change.baseBranch);
  return protection === null ? level >= 30 : isAllowedBy(asked.model, protection.mergeAccess, asked.account.id, level);
}

async function removeSourceBranch(asked: Asked, change: SimChange): Promise<void> {
  const source = repositoryOf(asked.model, change.head.repositoryId);
  await withLock(asked.model, repositoryLock(source), async () => {
    const before = await readRefs(source.directory);
    await deleteRef(source.directory, `refs/heads/${change.head.branch}`);
    await recordRefChanges(asked.model, source, { before, actorId: asked.account.id });
  });
}
