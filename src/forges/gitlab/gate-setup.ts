import { z } from "zod";
import { changesAnything, diffSettings } from "../../core/diff-settings.ts";
import { judgeGate } from "../../core/judge-gate.ts";
import { ForgeError } from "../../domain/errors.ts";
import type { Person, RepositoryRef } from "../../domain/identity.ts";
import type { GatePlan, GateSetup } from "../../ports/gate-setup.ts";
import type { GitlabClient } from "./client.ts";
import { type AccessWire, isByLevel, matchesBranch, type ProtectionWire, readGate, readProtections } from "./gate.ts";
import { orNull } from "./refusal-status.ts";
import { readRepository } from "./repositories.ts";
import { decode } from "./wire.ts";

export interface GitlabGateOptions {
  /** With the token of somebody who maintains the project. */
  readonly client: GitlabClient;
  readonly project: string;
  /** Short name; `null`: the default branch. */
  readonly branch: string | null;
  /** The account under which the service speaks. */
  readonly bot: Person;
}

const approvalsWire = z.object({ reset_approvals_on_push: z.boolean().nullish() });

/**
 * Protects one branch so that nobody but the bot may merge into it, and nobody push to it.
 * Source: https://docs.gitlab.com/api/protected_branches/, https://docs.gitlab.com/api/merge_request_approvals/
 */
export async function openGitlabGate({ client, project, bot, ...asked }: GitlabGateOptions): Promise<GateSetup> {
  const repository = await readRepository(client, project);
  const branch = asked.branch ?? repository.defaultBranch;
  const read = () => readGate(client, repository, branch, bot.id);

  async function plan(): Promise<GatePlan> {
    const protections = await readProtections(client, repository);
    const present = protections.find(({ name }) => name === branch) ?? null;
    const patterns = protections.filter(({ name }) => name !== branch && matchesBranch(name, branch));
    const resets = await readReset(client, repository);
    const isEnforced = judgeGate(await read()).state === "enforced";
    const target = isEnforced ? present : wanted(branch, present, bot);
    const diff = diffSettings(
      [...describe(branch, present, bot), ...describeReset(resets)],
      [...describe(branch, target, bot), ...describeReset(resets === null ? null : true)],
    );
    return {
      diff: changesAnything(diff) ? diff : [],
      notes: [
        ...patterns.map(
          ({ name }) =>
            `The protection "${name}" holds ${branch} as well, and the most permissive one counts: see that it allows nobody more, or remove it.`,
        ),
        ...(resets === null
          ? ["This GitLab has no setting that resets approvals on a push; Countersign does not need it."]
          : []),
      ],
      async apply() {
        if (!isEnforced) await protect(client, repository, branch, present, bot);
        if (resets === false)
          await client.api.MergeRequestApprovals.editConfiguration(repository.id, { resetApprovalsOnPush: true });
      },
    };
  }
  return { branch, read, plan };
}

/** Whether a push resets approvals; `null` where that is no setting (GitLab Free). */
async function readReset(client: GitlabClient, repository: RepositoryRef): Promise<boolean | null> {
  const answer = await orNull([403, 404], () => client.api.MergeRequestApprovals.showConfiguration(repository.id));
  return answer === null
    ? null
    : (decode(approvalsWire, answer, "the rules of approval").reset_approvals_on_push ?? null);
}

/** Where people cannot be named (GitLab Free), the level by which the bot may merge is the best there is. */
function wanted(branch: string, present: ProtectionWire | null, bot: Person): ProtectionWire {
  const merge = present?.merge_access_levels.filter((one) => one.user_id === bot.id) ?? [];
  return {
    name: branch,
    push_access_levels: [{ access_level: 0 }],
    merge_access_levels: merge.length > 0 ? merge : [{ user_id: bot.id }],
    allow_force_push: false,
  };
}

function describe(branch: string, protection: ProtectionWire | null, bot: Person): string[] {
  if (protection === null) return [];
  return [
    `the branch ${branch} is protected`,
    ...protection.merge_access_levels.map((one) => `merging is allowed to ${describeAccess(one, bot)}`),
    ...protection.push_access_levels.map((one) => `pushing is allowed to ${describeAccess(one, bot)}`),
    ...(protection.allow_force_push === true ? ["force pushes are allowed"] : []),
  ];
}

const levels: Readonly<Record<number, string>> = {
  0: "nobody",
  30: "Developers",
  40: "Maintainers",
  60: "administrators",
};

function describeAccess(entry: AccessWire, bot: Person): string {
  if (entry.user_id === bot.id) return `${bot.login} (the bot)`;
  if (entry.user_id != null) return `the account number ${entry.user_id}`;
  if (entry.group_id != null) return `the group number ${entry.group_id}`;
  if (entry.deploy_key_id != null) return `the deploy key number ${entry.deploy_key_id}`;
  return levels[entry.access_level ?? 0] ?? `the level ${entry.access_level}`;
}

function describeReset(resets: boolean | null): string[] {
  if (resets === null) return [];
  return [resets ? "a push resets approvals" : "a push keeps approvals"];
}

async function protect(
  client: GitlabClient,
  repository: RepositoryRef,
  branch: string,
  present: ProtectionWire | null,
  bot: Person,
): Promise<void> {
  if (present === null) return createProtection(client, repository, branch, bot);
  const isBot = (one: AccessWire) => one.user_id === bot.id;
  const isNobody = (one: AccessWire) => isByLevel(one) && one.access_level === 0;
  await client.api.ProtectedBranches.edit(repository.id, branch, {
    allowedToMerge: without(present.merge_access_levels, isBot, { userId: bot.id }),
    allowedToPush: without(present.push_access_levels, isNobody, { accessLevel: 0 }),
    allowForcePush: false,
  } as Parameters<typeof client.api.ProtectedBranches.edit>[2]); // its types want either an id or a level, and GitLab takes lists of both
  const now = (await readProtections(client, repository)).find(({ name }) => name === branch);
  const isDone = now?.push_access_levels.every(isNobody) === true && now.merge_access_levels.some(isBot);
  if (isDone) return;
  // GitLab Free names no people and changes no level in place: the branch is protected anew.
  await client.api.ProtectedBranches.remove(repository.id, branch);
  try {
    await createProtection(client, repository, branch, bot);
  } catch (cause) {
    const message = `${branch} is not protected at all now: its protection was taken away to be made anew, and that failed. Run this command again at once.`;
    throw new ForgeError(message, { status: null, retryable: true, retryAfterMs: null }, { cause });
  }
}

/** Takes away all entries but the wanted one, which is added where it is missing. */
function without(
  present: readonly AccessWire[],
  isWanted: (one: AccessWire) => boolean,
  wantedEntry: object,
): object[] {
  const gone = present.filter((one) => !isWanted(one) && one.id != null).map(({ id }) => ({ id, _destroy: true }));
  return present.some(isWanted) ? gone : [...gone, wantedEntry];
}

async function createProtection(
  client: GitlabClient,
  repository: RepositoryRef,
  branch: string,
  bot: Person,
): Promise<void> {
  await client.api.ProtectedBranches.create(repository.id, branch, {
    pushAccessLevel: 0,
    allowedToMerge: [{ userId: bot.id }],
    allowForcePush: false,
  });
}
