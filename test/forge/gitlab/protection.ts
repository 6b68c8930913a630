import type { RefUpdate, Refusal } from "../git/http-backend.ts";
import { accessLevelInGroup, accessLevelOn } from "../model/access.ts";
import type { Model } from "../model/model.ts";
import { type SimAccess, type SimProtectedBranch, type SimRepository, zeroSha } from "../model/types.ts";

/** Source: https://docs.gitlab.com/user/project/repository/branches/protected/ */
export function protectionOf(repository: SimRepository, branch: string): SimProtectedBranch | null {
  const exact = repository.protectedBranches.find((one) => one.name === branch);
  return exact ?? repository.protectedBranches.find((one) => matchesWildcard(one.name, branch)) ?? null;
}

function matchesWildcard(pattern: string, branch: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return parts.length > 1 && new RegExp(`^${parts.join(".*")}$`).test(branch);
}

/** Level 0 stands for nobody: it allows no one by their role. */
export function isAllowedBy(model: Model, access: readonly SimAccess[], accountId: number, level: number): boolean {
  return access.some((one) => {
    if (one.accountId !== null) return one.accountId === accountId;
    if (one.organisationId !== null) return accessLevelInGroup(model, accountId, one.organisationId) >= 30;
    return one.accessLevel !== null && one.accessLevel > 0 && level >= one.accessLevel;
  });
}

export function refusalsOf(
  model: Model,
  repository: SimRepository,
  accountId: number,
  updates: readonly RefUpdate[],
): Refusal[] {
  const level = accessLevelOn(model, accountId, repository);
  return updates.flatMap((update) => {
    const branch = /^refs\/heads\/(.+)$/.exec(update.ref)?.[1];
    const protection = branch === undefined ? null : protectionOf(repository, branch);
    if (protection === null) return [];
    const refuse = (when: Refusal["when"], reason: string): Refusal[] => [
      { ref: update.ref, when, reason: `GitLab: ${reason}` },
    ];
    if (update.after === zeroSha)
      return refuse("any", "You can only delete protected branches using the web interface.");
    if (!isAllowedBy(model, protection.pushAccess, accountId, level)) {
      return refuse("any", "You are not allowed to push code to protected branches on this project.");
    }
    return protection.allowForcePush
      ? []
      : refuse("forced", "You are not allowed to force push code to a protected branch on this project.");
  });
}
