import type { ChangeRequest, DatasetTouched } from "../../domain/change.ts";
import type { Account, Person } from "../../domain/identity.ts";
import type { NodeDataset, NodeFile } from "../../domain/node.ts";
import type { Counting, PeopleGroup, Policy } from "../../domain/policy.ts";
import { contributorsTo } from "../../predicates/contributors.ts";
import { whyDatasetsUnknown } from "../../predicates/left-out.ts";
import { opaquePaths } from "../../predicates/opaque.ts";
import { changedPaths, createKindsOf, type KindsOf } from "../../predicates/path-kinds.ts";
import { createRoster, type Membership, membershipOfAny, type Roster } from "../../predicates/roster.ts";
import { type Act, listActs, listLabelActs } from "./acts.ts";
import { type Approval, judgeApprovals, objectToPerson } from "./judge-approvals.ts";
import { withCatalogue } from "./with-catalogue.ts";

/** Commands that concern only what their user said: all may use them unless the policy grants them to some. */
export type OwnCommand = "approve" | "unhold";
export type MayCommand = (account: Account, command: OwnCommand) => Membership;

/** The parts of a policy by which people, paths and approvals are judged. */
export type JudgingPolicy = Pick<Policy, "people" | "kinds" | "counting" | "commands">;

/** What every part of one decision looks at, worked out once. */
export interface DecisionContext {
  readonly change: ChangeRequest;
  readonly counting: Counting;
  /** The groups whose members take the seat of an organisation. */
  readonly seatGroups: readonly PeopleGroup[];
  /** In the order of their names. */
  readonly paths: readonly string[];
  /** Those of them at which no ordinary file stands or stood. */
  readonly opaque: ReadonlySet<string>;
  readonly kindsOf: KindsOf;
  readonly roster: Roster;
  /** The same groups, `dataset-owners` being the owners of this dataset alone. */
  readonly rosterOfDataset: (dataset: DatasetTouched) => Roster;
  readonly acts: readonly Act[];
  /** The acts of one account, oldest first. */
  readonly actsOf: (account: Account) => readonly Act[];
  readonly approvals: readonly Approval[];
  /** The settings of labels: good for what asks for that label, and for nothing else. */
  readonly labelsSet: readonly Approval[];
  readonly approvalsOf: (account: Account) => readonly Approval[];
  /** Why nothing that a person says can count, or `null`. */
  readonly objectToPerson: (account: Account) => string | null;
  /** Whether somebody who was granted a command, or whom the policy does not keep from it, uses it. */
  readonly mayCommand: MayCommand;
  /** The node's controllers on the change's forge; `null` where no node's file was given. */
  readonly controllers: readonly Person[] | null;
  /** The datasets that the node knows; none where no node's file was given. */
  readonly catalogue: readonly NodeDataset[];
}

/** `silent` are accounts whose approvals nobody may be told of: all is as if they had not approved. */
export function createContext(
  told: ChangeRequest,
  policy: JudgingPolicy,
  node: NodeFile | null,
  silent: ReadonlySet<number> = new Set(),
): DecisionContext {
  const catalogue = node?.datasets ?? [];
  const change = withCatalogue(told, catalogue);
  const opaque = opaquePaths(change.files.items);
  const kindsOf = rememberKinds(createKindsOf(policy.kinds, opaque));
  const roster = createRoster(policy.people, change, whyDatasetsUnknown({ change, kindsOf }) === null);
  const acts = listActs(change).filter(({ kind, account }) => kind !== "approve" || !silent.has(account.id));
  const actsOf = groupByAccount(acts, (act) => act);
  const { counting } = policy;
  const contributors = new Set(contributorsTo(change).map(({ id }) => id));
  const mayCommand: MayCommand = (account, command) => isGranted(policy, roster, account, command);
  const facts = { change, counting, actsOf, contributors, mayCommand };
  const approvals = judgeApprovals(acts, facts);
  return {
    change,
    counting,
    seatGroups: policy.people.filter(({ organisation }) => organisation !== null),
    paths: changedPaths(change.files.items).toSorted(),
    opaque,
    kindsOf,
    roster,
    rosterOfDataset: (dataset) => createRoster(policy.people, { ...change, datasets: [dataset] }),
    acts,
    actsOf,
    approvals,
    labelsSet: judgeApprovals(listLabelActs(change), facts),
    approvalsOf: groupByAccount(approvals, ({ act }) => act),
    objectToPerson: (account) => objectToPerson(account, { change, counting, contributors }),
    mayCommand,
    controllers: node === null ? null : node.controllers.filter(({ forge }) => forge === change.forge),
    catalogue,
  };
}

/** Whether a policy that grants a command to some groups grants it to this account. A policy that is silent grants it. */
function isGranted(
  policy: Pick<Policy, "commands">,
  roster: Roster,
  account: Account,
  command: OwnCommand,
): Membership {
  const groups = policy.commands[command];
  return groups === undefined ? { answer: "member" } : membershipOfAny(account, groups, roster);
}

function groupByAccount<T>(items: readonly T[], actOf: (item: T) => Act): (account: Account) => readonly T[] {
  const groups = Map.groupBy(items, (item) => actOf(item).account.id);
  return ({ id }) => groups.get(id) ?? [];
}

/** Every condition asks what the same thousands of paths are. */
export function rememberKinds(kindsOf: KindsOf): KindsOf {
  const known = new Map<string, readonly string[]>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const kinds = kindsOf(path);
    known.set(path, kinds);
    return kinds;
  };
}
