import type { Account } from "../../domain/identity.ts";
import { type CountDemand, datasetOwners, type PeopleGroup } from "../../domain/policy.ts";
import { compareText } from "../../formats/compare-text.ts";
import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import type { Roster } from "../../predicates/roster.ts";
import type { DecisionContext } from "./context.ts";
import { judgeSeats } from "./judge-seats.ts";
import { unreadJobs } from "./judge-uses.ts";
import { type Judgement, joinJudgements, leaf } from "./judgement.ts";

/** Judges `{ count, from, permissions, distinct, each }`. */
export function judgeCount(demand: CountDemand, context: DecisionContext): Judgement {
  const name = nameOf(demand);
  const unread = demand.each !== null || demand.from.includes(datasetOwners) ? unreadJobs(context) : [];
  if (unread.length > 0) {
    const why = `${listNames(unread, 5)} cannot be read as a job request, so it is not known whose datasets it touches`;
    return leaf(name, "failed", why);
  }
  if (demand.each === null) return judgeOnce(name, demand, context, context.roster);

  const { datasets } = context.change;
  if (datasets.length === 0) return leaf(name, "skipped", "it touches no dataset");
  const parts = [...datasets]
    .sort((a, b) => compareText(a.name, b.name))
    .map((dataset) => judgeOnce(nameOfDataset(dataset.name), demand, context, context.rosterOfDataset(dataset)));
  return joinJudgements(name, "all", parts);
}

/** The node of the tree that says whether the owners of this dataset agree. */
export function nameOfDataset(name: string): string {
  return `dataset ${quoteName(name)}`;
}

function judgeOnce(name: string, demand: CountDemand, context: DecisionContext, roster: Roster): Judgement {
  const { count, from, permission, distinct } = demand;
  const seatGroups = context.seatGroups.filter(({ name: group }) => demand.seats?.includes(group) ?? true);
  const isMember = (account: Account) =>
    from.length === 0 || from.some((group) => roster.membershipOf(account, group).answer === "member");
  const seats = {
    name,
    count,
    from: describeWho(demand),
    isEntitled: (account: Account) =>
      isMember(account) && (permission === null || roster.hasPermission(account, permission)),
    unreadable: from.flatMap((group) => roster.unreadableKeys(group)),
    isIndependent: false,
    isBlind: demand.blind === true,
    organisationsOf: distinct === null ? null : (account: Account) => organisationsOf(account, seatGroups, context),
  };
  const judged = judgeSeats(seats, context);
  if (distinct === null || judged.node.status !== "pending") return judged;
  // Somebody may belong to one more organisation, whose group could not be read.
  const unreadable = seatGroups.flatMap((group) => context.roster.unreadableKeys(group.name));
  return judgeSeats({ ...seats, unreadable }, context);
}

function organisationsOf(
  account: Account,
  seatGroups: readonly PeopleGroup[],
  { roster }: DecisionContext,
): readonly string[] {
  const own = seatGroups.filter(({ name }) => roster.membershipOf(account, name).answer === "member");
  return own.flatMap(({ organisation }) => organisation ?? []);
}

function nameOf(demand: CountDemand): string {
  const { count, distinct, each, blind } = demand;
  const approvals = `${count} ${count === 1 ? "approval" : "approvals"} from ${describeWho(demand)}`;
  return `${approvals}${distinct === null ? "" : ", each of another organisation"}${each === null ? "" : ", for each dataset"}${blind === true ? ", blind" : ""}`;
}

/** Who is awaited: names of groups as they stand in the policy. */
function describeWho({ from, permission }: CountDemand): string {
  const groups = from.join(" or ");
  if (permission === null) return groups;
  return groups === "" ? `people with ${permission} permission` : `${groups} with ${permission} permission`;
}
