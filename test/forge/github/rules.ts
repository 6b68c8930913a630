import type { RefUpdate, Refusal } from "../git/http-backend.ts";
import { isAtLeast, permissionOn, teamMemberIds } from "../model/access.ts";
import { accountOf, type Model, organisationOf } from "../model/model.ts";
import { type SimChange, type SimRepository, type SimRule, type SimRuleset, zeroSha } from "../model/types.ts";

/** Rulesets that hold a ref, apart from those that this account may pass. */
function rulesetsFor(
  model: Model,
  repository: SimRepository,
  ref: string,
  accountId: number | null,
  isMerge: boolean,
): SimRuleset[] {
  return repository.rulesets.filter((set) => {
    if (set.enforcement !== "active" || !covers(repository, set, ref)) return false;
    return accountId === null || !mayBypass(model, repository, set, accountId, isMerge);
  });
}

/** Whether a ruleset's conditions name this ref. */
export function covers(repository: SimRepository, set: SimRuleset, ref: string): boolean {
  const fits = (pattern: string) => {
    if (pattern === "~ALL") return ref.startsWith("refs/heads/");
    if (pattern === "~DEFAULT_BRANCH") return ref === `refs/heads/${repository.defaultBranch}`;
    const source = pattern
      .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("**", "\u0000")
      .replaceAll("*", "[^/]*")
      .replaceAll("\u0000", ".*");
    return new RegExp(`^${source}$`).test(ref);
  };
  return set.include.some(fits) && !set.exclude.some(fits);
}

const roleIds: Readonly<Record<number, "read" | "triage" | "write" | "maintain" | "admin">> = {
  1: "read",
  2: "maintain",
  3: "triage",
  4: "write",
  5: "admin",
};

function mayBypass(
  model: Model,
  repository: SimRepository,
  set: SimRuleset,
  accountId: number,
  isMerge: boolean,
): boolean {
  const account = accountOf(model, accountId);
  const organisation = repository.owner.kind === "organisation" ? organisationOf(model, repository.owner.id) : null;
  return set.bypass.some((one) => {
    if (one.mode === "pull_request" && !isMerge) return false;
    switch (one.actorType) {
      case "Integration":
        return account.appId === one.actorId;
      case "OrganizationAdmin":
        return (
          organisation?.members.some((member) => member.accountId === accountId && member.role === "admin") ?? false
        );
      case "RepositoryRole": {
        const role = roleIds[one.actorId ?? 0];
        return role !== undefined && isAtLeast(permissionOn(model, accountId, repository), role);
      }
      case "Team": {
        const team = organisation?.teams.find((candidate) => candidate.id === one.actorId);
        return organisation !== null && team !== undefined && teamMemberIds(organisation, team).includes(accountId);
      }
      default:
        return one.actorType satisfies never;
    }
  });
}

/** Why a change may not be merged now by this account (by anybody, when `null`); `null` when it may. */
export function mergeRefusal(
  model: Model,
  repository: SimRepository,
  change: SimChange,
  accountId: number | null = null,
  /** `isQueued`: whether it may enter the merge queue, whose groups the checks are asked of. */
  { isQueued = false }: { readonly isQueued?: boolean } = {},
): string | null {
  const sets = rulesetsFor(model, repository, `refs/heads/${change.baseBranch}`, accountId, true);
  for (const rule of sets.flatMap((set) => set.rules)) {
    if (isQueued && rule.type === "merge_queue") continue;
    const reason = refusalOfMerge(repository, change, rule);
    if (reason !== null) return reason;
  }
  return null;
}

function refusalOfMerge(repository: SimRepository, change: SimChange, rule: SimRule): string | null {
  switch (rule.type) {
    case "required_status_checks":
      return refusalOfChecks(repository, change.headSha, rule.checks);
    case "pull_request": {
      const approved = new Set(change.reviews.filter((one) => one.state === "approved").map((one) => one.accountId));
      if (approved.size >= rule.approvals) return null;
      return `At least ${rule.approvals} approving review is required by reviewers with write access.`;
    }
    case "merge_queue":
      return "Changes must be made through the merge queue";
    case "update":
      return "Cannot update this protected ref.";
    case "non_fast_forward":
    case "deletion":
    case "creation":
      return null;
    default:
      return rule satisfies never;
  }
}

/** The checks that rulesets ask of a branch. */
export function requiredChecksOf(
  repository: SimRepository,
  ref: string,
): readonly { readonly context: string; readonly integrationId: number | null }[] {
  const sets = repository.rulesets.filter((set) => set.enforcement === "active" && covers(repository, set, ref));
  return sets
    .flatMap((set) => set.rules)
    .flatMap((rule) => (rule.type === "required_status_checks" ? rule.checks : []));
}

/** Whether a ruleset dismisses approvals on a push to a change onto this branch. */
export function dismissesStale(repository: SimRepository, ref: string): boolean {
  const sets = repository.rulesets.filter((set) => set.enforcement === "active" && covers(repository, set, ref));
  return sets.flatMap((set) => set.rules).some((rule) => rule.type === "pull_request" && rule.dismissStale);
}

/** GitHub lets `success`, `neutral` and `skipped` pass. */
const passing = new Set(["success", "neutral", "skipped"]);

export function refusalOfChecks(
  repository: SimRepository,
  sha: string,
  checks: readonly { readonly context: string; readonly integrationId: number | null }[],
): string | null {
  const waiting = checks.filter((one) => !isPassed(repository, sha, one.context, one.integrationId));
  const [first] = waiting;
  if (first === undefined) return null;
  if (waiting.length > 1) return `${waiting.length} of ${checks.length} required status checks have not succeeded.`;
  const found = latestRun(repository, sha, first.context, first.integrationId);
  return found === undefined || found.status !== "completed"
    ? `Required status check "${first.context}" is expected.`
    : `Required status check "${first.context}" is failing.`;
}

function latestRun(repository: SimRepository, sha: string, name: string, appId: number | null) {
  const fits = repository.checkRuns.filter(
    (one) => one.headSha === sha && one.name === name && (appId === null || one.appId === appId),
  );
  return fits.at(-1);
}

function isPassed(repository: SimRepository, sha: string, context: string, appId: number | null): boolean {
  const run = latestRun(repository, sha, context, appId);
  if (run !== undefined) return run.status === "completed" && passing.has(run.conclusion ?? "");
  if (appId !== null) return false;
  return repository.statuses.filter((one) => one.sha === sha && one.context === context).at(-1)?.state === "success";
}

/** What rulesets forbid of a direct push. */
export function refusePush(
  model: Model,
  repository: SimRepository,
  accountId: number,
  updates: readonly RefUpdate[],
): Refusal[] {
  const refusals: Refusal[] = [];
  for (const update of updates) {
    if (/^refs\/pull\//.test(update.ref)) {
      refusals.push({ ref: update.ref, when: "any", reason: "deny updating a hidden ref" });
      continue;
    }
    const rules = rulesetsFor(model, repository, update.ref, accountId, false).flatMap((set) => set.rules);
    for (const rule of rules) {
      const refusal = refusalOfPush(repository, update, rule);
      if (refusal !== null) refusals.push({ ref: update.ref, ...refusal });
    }
  }
  return refusals;
}

function refusalOfPush(repository: SimRepository, update: RefUpdate, rule: SimRule): Omit<Refusal, "ref"> | null {
  const violation = "GH013: Repository rule violations found";
  const isDeletion = update.after === zeroSha;
  switch (rule.type) {
    case "required_status_checks": {
      const reason = isDeletion ? null : refusalOfChecks(repository, update.after, rule.checks);
      return reason === null ? null : { when: "any", reason: `${violation}: ${reason}` };
    }
    case "pull_request":
      return isDeletion ? null : { when: "any", reason: `${violation}: Changes must be made through a pull request.` };
    case "merge_queue":
      return isDeletion ? null : { when: "any", reason: `${violation}: Changes must be made through the merge queue` };
    case "update":
      return { when: "any", reason: `${violation}: Cannot update this protected ref.` };
    case "non_fast_forward":
      return { when: "forced", reason: `${violation}: Cannot force-push to this branch` };
    case "deletion":
      return isDeletion ? { when: "any", reason: `${violation}: Cannot delete this branch` } : null;
    case "creation":
      return update.before === zeroSha
        ? { when: "any", reason: `${violation}: Cannot create ref due to creations being restricted.` }
        : null;
    default:
      return rule satisfies never;
  }
}
