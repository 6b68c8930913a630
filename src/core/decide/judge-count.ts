import type { DatasetTouched } from "../../domain/change.ts";
import type { Account } from "../../domain/identity.ts";
import { type CountDemand, datasetOwners, type PeopleGroup } from "../../domain/policy.ts";
import { compareText } from "../../formats/compare-text.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { whyDatasetsUnknown } from "../../predicates/left-out.ts";
import type { Roster } from "../../predicates/roster.ts";
import type { DecisionContext } from "./context.ts";
import { describeOwners } from "./describe-owners.ts";
import { judgeSeats } from "./judge-seats.ts";
import { type Judgement, joinJudgements, leaf } from "./judgement.ts";

/** Judges `{ count, from, permissions, distinct, each }`. */
export function judgeCount(demand: CountDemand, context: DecisionContext): Judgement {
  const name = nameOf(demand);
  const asksOwners = demand.from.includes(datasetOwners);
  const unknown = demand.each !== null || asksOwners ? whyDatasetsUnknown(context) : null;
  if (unknown !== null) return leaf(name, "failed", unknown);

  const datasets = [...context.change.datasets].sort((a, b) => compareText(a.name, b.name));
  if (demand.each === null) {
    if (datasets.length === 0 && asksOwners && demand.from.length === 1)
      return leaf(name, "pending", "it touches no dataset, so there is no owner who could approve");
    return judgeOnce(name, demand, datasets, context, context.roster);
  }
  if (datasets.length === 0) return leaf(name, "skipped", "it touches no dataset");
  const parts = datasets.map((dataset) =>
    judgeOnce(nameOfDataset(dataset.name), demand, [dataset], context, context.rosterOfDataset(dataset)),
  );
  return joinJudgements(name, "all", parts);
}

/** The node of the tree that says whether the owners of this dataset agree. */
export function nameOfDataset(name: string): string {
  return `dataset ${quoteName(name)}`;
}

/** `datasets` are those of whose owners it asks, where it asks owners. */
function judgeOnce(
  name: string,
  demand: CountDemand,
  datasets: readonly DatasetTouched[],
  context: DecisionContext,
  roster: Roster,
): Judgement {
  const { count, from, permission, distinct } = demand;
  const seatGroups = context.seatGroups.filter(({ name: group }) => demand.seats?.includes(group) ?? true);
  const groupsOf = (account: Account) =>
    from.filter((group) => roster.membershipOf(account, group).answer === "member");
  const seats = {
    name,
    count,
    from: describeWho({ ...demand, from: from.flatMap((group) => whoIs(group, datasets)) }),
    isEntitled: (account: Account) =>
      (from.length === 0 || groupsOf(account).length > 0) &&
      (permission === null || roster.hasPermission(account, permission)),
    unreadable: from.flatMap((group) => roster.unreadableKeys(group)),
    isIndependent: false,
    groupsOf: from.length > 1 ? groupsOf : () => [],
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

/** Where no dataset is touched, there are no owners to wait for. */
function whoIs(group: string, datasets: readonly DatasetTouched[]): readonly string[] {
  if (group !== datasetOwners) return [group];
  return datasets.length === 0 ? [] : [describeOwners(datasets)];
}

/** Who is awaited: names of groups as they stand in the policy, owners by their datasets. */
function describeWho({ from, permission }: Pick<CountDemand, "from" | "permission">): string {
  const groups = from.join(" or ");
  if (permission === null) return groups;
  return groups === "" ? `people with ${permission} permission` : `${groups} with ${permission} permission`;
}
