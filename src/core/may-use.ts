import type { ChangeRequest } from "../domain/change.ts";
import type { Account } from "../domain/identity.ts";
import type { NodeFile } from "../domain/node.ts";
import type { Policy, PolicySource } from "../domain/policy.ts";
import { defaultCounting, defaultKinds } from "../policy/defaults.ts";
import type { CommandName } from "./commands.ts";
import { createContext, type DecisionContext } from "./decide/context.ts";
import { judgeRequirements } from "./decide/judge-requirements.ts";
import {
  hasStanding,
  type Standing,
  standingOfControllers,
  standingOfGroups,
  standingOfNamed,
} from "./decide/standing.ts";

export interface Entitlement {
  readonly allowed: boolean;
  /** For whom the command is, in words that go on after "is for". */
  readonly by: string;
}

interface Surroundings {
  readonly change: ChangeRequest;
  readonly policy: PolicySource;
  readonly node: NodeFile | null;
}

const nobody = { people: [], kinds: defaultKinds, counting: defaultCounting, commands: {} };

/**
 * Whether somebody may use a command on a change. Questions are for all; `adopt` is for controllers of the node; anything else
 * for the groups that the policy's `commands` say, or else for those whom its requirements name; `withdraw` also for whoever may
 * object or has approved. A group that cannot be read entitles nobody.
 */
export function mayUse(command: CommandName, account: Account, { change, policy, node }: Surroundings): Entitlement {
  if (command === "recheck" || command === "explain" || command === "help")
    return { allowed: true, by: "everybody who can read this" };
  const rules = policy.state === "valid" ? policy.policy : null;
  const context = createContext(change, rules ?? nobody, node);
  const standings =
    rules === null || command === "adopt" ? [standingOfControllers] : standingsFor(command, rules, change, node);
  const isOwn = command === "withdraw" && hasApproved(account, context);
  return {
    allowed: isOwn || standings.some((standing) => hasStanding(account, standing, context).answer === "member"),
    by: [...new Set(standings.flatMap(describeStanding))].join(" or ") || "nobody",
  };
}

/** Whoever approved, and be it that it does not count, takes that back again. */
function hasApproved({ id }: Account, { approvals, labelsSet }: DecisionContext): boolean {
  return [...approvals, ...labelsSet].some(({ act }) => act.account.id === id);
}

function standingsFor(
  command: Exclude<CommandName, "adopt" | "recheck" | "explain" | "help">,
  policy: Policy,
  change: ChangeRequest,
  node: NodeFile | null,
): readonly Standing[] {
  const granted = policy.commands[command];
  const given = granted === undefined ? [] : [standingOfGroups(granted)];
  const asNamed = named(policy, change, node);
  const objectors = policy.objectors === null ? asNamed : standingOfGroups(policy.objectors);
  if (command === "reject") return [...given, objectors];
  if (command === "withdraw") return [...(granted === undefined ? [asNamed] : given), ...mayObject(policy, objectors)];
  if (command === "hold" && granted !== undefined) return [...given, standingOfControllers];
  if (granted !== undefined) return given;
  return command === "hold" || command === "unhold" ? [asNamed, objectors] : [asNamed];
}

/** Whoever objects takes that back again. */
function mayObject({ commands: { reject } }: Policy, objectors: Standing): readonly Standing[] {
  return reject === undefined ? [objectors] : [objectors, standingOfGroups(reject)];
}

/** Those whom the requirements that apply to this change name. */
function named(policy: Policy, change: ChangeRequest, node: NodeFile | null): Standing {
  return standingOfNamed(judgeRequirements(policy, createContext(change, policy, node), false).demands);
}

function describeStanding({ groups, permissions, controllers }: Standing): readonly string[] {
  return [
    ...groups.map((group) => `members of ${group}`),
    ...permissions.map((permission) => `people with ${permission} permission`),
    ...(controllers ? ["controllers of the node"] : []),
  ];
}
