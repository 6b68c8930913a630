import type { Account } from "../../domain/identity.ts";
import { datasetOwners } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import type { DecisionContext } from "./context.ts";
import { fillSeats } from "./fill-seats.ts";
import type { Approval } from "./judge-approvals.ts";
import { type Judgement, leaf } from "./judgement.ts";
import { listWords } from "./list-words.ts";

/** Seats that approvals are to fill, and who may fill them. */
export interface SeatsWanted {
  readonly name: string;
  readonly count: number;
  /** Who is awaited, for people. */
  readonly from: string;
  readonly isEntitled: (account: Account) => boolean;
  /** Keys of groups that could not be read, so that nobody knows who is entitled. */
  readonly unreadable: readonly string[];
  /** Only by people who contributed nothing, whatever the policy counts. */
  readonly isIndependent: boolean;
  /** The organisations of a person, where each seat needs another one; `null` where it does not matter. */
  readonly organisationsOf: ((account: Account) => readonly string[]) | null;
  /** The groups for which a person may stand, where there are several; they are told with the person. */
  readonly groupsOf: (account: Account) => readonly string[];
  /** Nobody is told who approved until all have. */
  readonly isBlind: boolean;
}

/** An approval that fills a seat, and whose that is; `null` where it does not matter. */
interface SeatedApproval {
  readonly approval: Approval;
  readonly organisation: string | null;
}

/** Judges whether good approvals fill all seats. */
export function judgeSeats(wanted: SeatsWanted, context: DecisionContext): Judgement {
  if (wanted.unreadable.length > 0) {
    const blind = wanted.isBlind ? context.approvals.map(({ act }) => act.account.id) : [];
    return {
      ...leaf(wanted.name, "failed", describeUnreadable(wanted.unreadable)),
      blind,
      isSecret: wanted.isBlind,
      unreadable: wanted.unreadable,
    };
  }
  if (wanted.isIndependent && context.change.pushers === null) {
    return leaf(wanted.name, "failed", "it is not known who pushed, and so not who contributed nothing");
  }
  const entitled = context.approvals.filter(({ act }) => wanted.isEntitled(act.account));
  const good = latestOfEach(
    entitled.filter((approval) => (wanted.isIndependent ? approval.isIndependent : approval.isGood)),
  );
  const seated = findSeated(wanted, good);
  const missing = wanted.count - seated.length;
  const ids = {
    counted: seated.map(({ approval }) => approval.act.id),
    entitled: entitled.map(({ act }) => act.id),
    blind: wanted.isBlind ? entitled.map(({ act }) => act.account.id) : [],
  };
  if (missing <= 0) {
    return { ...leaf(wanted.name, "approved", `approved by ${listPeople(wanted, seated)}`), ...ids };
  }
  const reason = [
    describeMissing(wanted, seated, missing),
    ...describeUnseated(wanted, entitled, seated, context),
    ...(wanted.isBlind ? ["who approves is told once all have"] : []),
  ].join("; ");
  const awaited = [{ count: missing, from: wanted.from }];
  return { ...leaf(wanted.name, "pending", reason, awaited), ...ids, isSecret: wanted.isBlind };
}

const ownersUnknown =
  "it is not known which datasets it touches, and so not who owns them: add `datasets` to facts that leave them out, and mend job requests that cannot be read";

export function describeUnreadable(keys: readonly string[]): string {
  if (keys.includes(datasetOwners)) return ownersUnknown;
  return `the members of ${listNames(keys)} could not be read: see that it exists and that Countersign may read it`;
}

/** Approvals are told oldest first; of each person the latest good one counts. */
function latestOfEach(approvals: readonly Approval[]): readonly Approval[] {
  const latest = new Map<number, Approval>();
  for (const approval of approvals) latest.set(approval.act.account.id, approval);
  return approvals.filter((approval) => latest.get(approval.act.account.id) === approval);
}

function findSeated({ organisationsOf, count }: SeatsWanted, good: readonly Approval[]): readonly SeatedApproval[] {
  if (organisationsOf === null) return good.slice(0, count).map((approval) => ({ approval, organisation: null }));
  const seated = fillSeats(good, ({ act }) => organisationsOf(act.account), count);
  return seated.map(({ candidate, organisation }) => ({ approval: candidate, organisation }));
}

function describeMissing(wanted: SeatsWanted, seated: readonly SeatedApproval[], missing: number): string {
  const approvals = missing === 1 ? "approval" : "approvals";
  const from = `${wanted.from}${describeOrganisations(wanted, seated, missing)}`;
  if (seated.length === 0) return `it needs ${missing} ${approvals} from ${from}`;
  return `approved by ${listPeople(wanted, seated)}; it needs ${missing} more ${approvals} from ${from}`;
}

/** For whom those must sit who are awaited. */
function describeOrganisations(wanted: SeatsWanted, seated: readonly SeatedApproval[], missing: number): string {
  if (wanted.organisationsOf === null) return "";
  if (seated.length === 0) return missing === 1 ? " of any organisation" : ` of ${missing} organisations`;
  const taken = listWords(seated.flatMap(({ organisation }) => organisation ?? []));
  return missing === 1 ? ` of another organisation than ${taken}` : ` of ${missing} organisations other than ${taken}`;
}

/** What became of approvals by people who are entitled, and what they can do now. */
function describeUnseated(
  wanted: SeatsWanted,
  entitled: readonly Approval[],
  seated: readonly SeatedApproval[],
  context: DecisionContext,
): readonly string[] {
  const isSeated = new Set(seated.map(({ approval }) => approval.act.account.id));
  const last = new Map<number, Approval>();
  for (const approval of entitled)
    if (!isSeated.has(approval.act.account.id)) last.set(approval.act.account.id, approval);

  const sentences = [...last.values()].map((approval) => {
    const why = approval.why ?? describeUnused(wanted, approval, seated);
    return `the approval of ${approval.act.account.login} does not count: ${why}`;
  });
  const asks = [...last.values()].some(({ asksForCommand }) => asksForCommand);
  return asks
    ? [...sentences, `to approve what is here now, comment \`/countersign approve ${context.change.head.sha}\``]
    : sentences;
}

/** Why somebody takes no seat of those that each need another organisation. */
export const withoutOrganisation = "they are in no group of `people` that has an `organisation`";

function describeUnused(wanted: SeatsWanted, approval: Approval, seated: readonly SeatedApproval[]): string {
  if (wanted.isIndependent && !approval.isIndependent) return "they contributed to the change";
  const own = wanted.organisationsOf?.(approval.act.account) ?? [];
  if (own.length === 0) return withoutOrganisation;
  const taken = seated.filter(({ organisation }) => organisation !== null && own.includes(organisation));
  return `for ${listWords([...new Set(own)])} ${listWords(taken.map(loginOf))} approved already`;
}

/** Each with the organisation, or else the groups, for which they stand. */
function listPeople({ groupsOf }: SeatsWanted, seated: readonly SeatedApproval[]): string {
  const people = seated.map((one) => {
    const standsFor = one.organisation ?? groupsOf(one.approval.act.account).join(", ");
    return standsFor === "" ? loginOf(one) : `${loginOf(one)} (${standsFor})`;
  });
  return listWords(people);
}

function loginOf({ approval }: SeatedApproval): string {
  return approval.act.account.login;
}
