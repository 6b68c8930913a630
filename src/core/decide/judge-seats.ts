import type { Account } from "../../domain/identity.ts";
import { datasetOwners } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import { describeLeftOut } from "../../predicates/left-out.ts";
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
  /** Nobody is told who approved until all have. */
  readonly isBlind: boolean;
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
    counted: seated.map(({ act }) => act.id),
    entitled: entitled.map(({ act }) => act.id),
    blind: wanted.isBlind ? entitled.map(({ act }) => act.account.id) : [],
  };
  if (missing <= 0) {
    return { ...leaf(wanted.name, "approved", `approved by ${listPeople(seated)}`), ...ids };
  }
  const reason = [
    describeMissing(wanted, seated, missing),
    ...describeUnseated(wanted, entitled, seated, context),
    ...(wanted.isBlind ? ["who approves is told once all have"] : []),
  ].join("; ");
  const awaited = [{ count: missing, from: wanted.from }];
  return { ...leaf(wanted.name, "pending", reason, awaited), ...ids, isSecret: wanted.isBlind };
}

export function describeUnreadable(keys: readonly string[]): string {
  if (keys.includes(datasetOwners)) return describeLeftOut("datasets");
  return `the members of ${listNames(keys)} could not be read: see that it exists and that Countersign may read it`;
}

/** Approvals are told oldest first; of each person the latest good one counts. */
function latestOfEach(approvals: readonly Approval[]): readonly Approval[] {
  const latest = new Map<number, Approval>();
  for (const approval of approvals) latest.set(approval.act.account.id, approval);
  return approvals.filter((approval) => latest.get(approval.act.account.id) === approval);
}

function findSeated(wanted: SeatsWanted, good: readonly Approval[]): readonly Approval[] {
  const { organisationsOf } = wanted;
  if (organisationsOf === null) return good.slice(0, wanted.count);
  return fillSeats(good, ({ act }) => organisationsOf(act.account), wanted.count);
}

function describeMissing(wanted: SeatsWanted, seated: readonly Approval[], missing: number): string {
  const organisation =
    wanted.organisationsOf === null ? "" : missing === 1 ? " of another organisation" : " of other organisations";
  const approvals = missing === 1 ? "approval" : "approvals";
  if (seated.length === 0) return `it needs ${missing} ${approvals} from ${wanted.from}${organisation}`;
  return `approved by ${listPeople(seated)}; it needs ${missing} more ${approvals} from ${wanted.from}${organisation}`;
}

/** What became of approvals by people who are entitled, and what they can do now. */
function describeUnseated(
  wanted: SeatsWanted,
  entitled: readonly Approval[],
  seated: readonly Approval[],
  context: DecisionContext,
): readonly string[] {
  const isSeated = new Set(seated.map(({ act }) => act.account.id));
  const last = new Map<number, Approval>();
  for (const approval of entitled)
    if (!isSeated.has(approval.act.account.id)) last.set(approval.act.account.id, approval);

  const sentences = [...last.values()].map((approval) => {
    const why = approval.why ?? describeUnused(wanted, approval);
    return `the approval of ${approval.act.account.login} does not count: ${why}`;
  });
  const asks = [...last.values()].some(({ asksForCommand }) => asksForCommand);
  return asks
    ? [...sentences, `to approve what is here now, comment \`/countersign approve ${context.change.head.sha}\``]
    : sentences;
}

function describeUnused(wanted: SeatsWanted, approval: Approval): string {
  if (wanted.isIndependent && !approval.isIndependent) return "they contributed to the change";
  return "the seat of their organisation is taken, or they belong to none";
}

function listPeople(approvals: readonly Approval[]): string {
  return listWords(approvals.map(({ act }) => act.account.login));
}
