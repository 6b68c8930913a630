import type { ChangeRequest } from "../../domain/change.ts";
import type { Account } from "../../domain/identity.ts";
import type { Counting } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import { isLater } from "../../formats/instant.ts";
import type { Membership } from "../../predicates/roster.ts";
import type { Act } from "./acts.ts";
import { type Binding, bindApproval } from "./bind-approval.ts";

/** One approval that somebody gave, and whether it is good before anybody asks whose seat it may fill. */
export interface Approval {
  readonly act: Act;
  /** Good under the policy's `counting`. */
  readonly isGood: boolean;
  /** Good, and given by somebody who contributed nothing, whatever `counting` says. */
  readonly isIndependent: boolean;
  /** Why it is not good; `null` when it is. */
  readonly why: string | null;
  /** What was read may be right, but is not known: `/countersign approve <full sha>` would say it. */
  readonly asksForCommand: boolean;
}

interface ApprovalFacts {
  readonly change: ChangeRequest;
  readonly counting: Counting;
  readonly actsOf: (account: Account) => readonly Act[];
  /** Their ids. */
  readonly contributors: ReadonlySet<number>;
  readonly mayCommand: (account: Account, command: "approve") => Membership;
}

/** Judges every approval among some acts, in their order. */
export function judgeApprovals(acts: readonly Act[], facts: ApprovalFacts): readonly Approval[] {
  return acts.filter(({ kind }) => kind === "approve").map((act) => judgeApproval(act, facts));
}

function judgeApproval(act: Act, facts: ApprovalFacts): Approval {
  const person = objectToPerson(act.account, facts);
  const binding: Binding =
    person === null
      ? bindApproval(act, facts.change, facts.counting)
      : { isBound: false, why: person, asksForCommand: false };
  const why = binding.isBound ? (objectToGrant(act, facts) ?? findEnd(act, facts.actsOf(act.account))) : binding.why;
  return {
    act,
    isGood: why === null,
    isIndependent: why === null && !hasContributed(act.account, facts),
    why,
    asksForCommand: !binding.isBound && binding.asksForCommand,
  };
}

/** Why nothing that this person says can count, or `null`. */
export function objectToPerson(
  account: Account,
  { change, counting, contributors }: Pick<ApprovalFacts, "change" | "counting" | "contributors">,
): string | null {
  if (tellingsOf(change).some(({ requester }) => requester?.id === account.id))
    return "they asked for the run whose results these are";
  if (isAuthor(account, change)) {
    return counting.author === "allow" ? null : "they opened the change";
  }
  const hasCommitted = contributors.has(account.id);
  return hasCommitted && counting.contributors === "ignore" ? "they contributed to the change" : null;
}

function hasContributed({ id }: Account, { change, contributors }: ApprovalFacts): boolean {
  return isAuthor({ id }, change) || contributors.has(id);
}

/** Who opened any of the changes by which something landed has no more say in it than its author. */
function isAuthor({ id }: Pick<Account, "id">, change: ChangeRequest): boolean {
  return tellingsOf(change).some(({ author }) => author.id === id);
}

function tellingsOf(change: ChangeRequest): readonly Pick<ChangeRequest, "author" | "requester">[] {
  return [change, ...(change.broughtBy ?? [])];
}

function objectToGrant(act: Act, facts: ApprovalFacts): string | null {
  if (act.source !== "command") return null;
  const grant = facts.mayCommand(act.account, "approve");
  switch (grant.answer) {
    case "member":
      return null;
    case "stranger":
      return "the policy lets others use `/countersign approve`";
    case "unknown":
      return `it is not known who may use \`/countersign approve\`: the members of ${listNames(grant.unreadable)} could not be read`;
    default:
      return grant satisfies never;
  }
}

/** What the same person did afterwards that ended it. At equal times, what ends wins. */
function findEnd(act: Act, own: readonly Act[]): string | null {
  const end = own.find(({ kind, at }) => (kind === "object" || kind === "withdraw") && !isLater(act.at, at));
  if (end === undefined) return null;
  return end.kind === "object" ? "they objected afterwards" : "they withdrew it";
}
