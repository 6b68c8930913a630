import type { ChangeRequest, DatasetTouched } from "../../domain/change.ts";
import type { Account, Person } from "../../domain/identity.ts";
import type { NodeFile } from "../../domain/node.ts";
import type { Counting, Policy } from "../../domain/policy.ts";
import { contributorsTo } from "../../predicates/contributors.ts";
import { changedPaths, createKindOf, type KindOf } from "../../predicates/path-kinds.ts";
import { createRoster, type Roster } from "../../predicates/roster.ts";
import { type Act, listActs } from "./acts.ts";
import { type Approval, judgeApprovals, objectToPerson } from "./judge-approvals.ts";

/** Commands that concern only what their user said: all may use them unless the policy grants them to some. */
export type OwnCommand = "approve" | "withdraw" | "unhold";
export type MayCommand = (account: Account, command: OwnCommand) => boolean;

/** The parts of a policy by which people, paths and approvals are judged. */
export type JudgingPolicy = Pick<Policy, "people" | "kinds" | "counting" | "commands">;

/** What every part of one decision looks at, worked out once. */
export interface DecisionContext {
  readonly change: ChangeRequest;
  readonly counting: Counting;
  /** The names of `people` groups that give an organisation's seat, with the organisation. */
  readonly organisations: readonly { readonly group: string; readonly organisation: string }[];
  readonly paths: readonly string[];
  readonly kindOf: KindOf;
  readonly roster: Roster;
  /** The same groups, `dataset-owners` being the owners of this dataset alone. */
  readonly rosterOfDataset: (dataset: DatasetTouched) => Roster;
  readonly acts: readonly Act[];
  readonly approvals: readonly Approval[];
  /** Why nothing that a person says can count, or `null`. */
  readonly objectToPerson: (account: Account) => string | null;
  /** Whether somebody who was granted a command, or whom the policy does not keep from it, uses it. */
  readonly mayCommand: MayCommand;
  /** The node's controllers on the change's forge; `null` where no node's file was given. */
  readonly controllers: readonly Person[] | null;
}

export function createContext(change: ChangeRequest, policy: JudgingPolicy, node: NodeFile | null): DecisionContext {
  const roster = createRoster(policy.people, change);
  const acts = listActs(change);
  const { counting } = policy;
  const contributors = contributorsTo(change);
  const mayCommand: MayCommand = (account, command) => isGranted(policy, roster, account, command);
  return {
    change,
    counting,
    organisations: policy.people.flatMap(({ name, organisation }) =>
      organisation === null ? [] : [{ group: name, organisation }],
    ),
    paths: changedPaths(change.files.items),
    kindOf: createKindOf(policy.kinds),
    roster,
    rosterOfDataset: (dataset) => createRoster(policy.people, { ...change, datasets: [dataset] }),
    acts,
    approvals: judgeApprovals({ change, counting, acts, contributors, mayCommand }),
    objectToPerson: (account) => objectToPerson(account, { change, counting, contributors }),
    mayCommand,
    controllers: node === null ? null : node.controllers.filter(({ forge }) => forge === change.forge),
  };
}

/** Whether a policy that grants a command to some groups grants it to this account. A policy that is silent grants it. */
function isGranted(policy: Pick<Policy, "commands">, roster: Roster, account: Account, command: OwnCommand): boolean {
  const groups = policy.commands[command];
  return groups === undefined || groups.some((group) => roster.membershipOf(account, group).answer === "member");
}
