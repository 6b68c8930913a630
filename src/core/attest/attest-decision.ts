import type { Approver, AttestedDecision, AttestedLayer } from "../../domain/attestation.ts";
import type { ChangeRequest } from "../../domain/change.ts";
import type { Decision } from "../../domain/decision.ts";
import type { Inspection } from "../../domain/finding.ts";
import { type Account, type Person, repositoryKey } from "../../domain/identity.ts";
import type { NodeFile } from "../../domain/node.ts";
import { datasetOwners, type PolicySource } from "../../domain/policy.ts";
import { writeCanonicalJson } from "../../formats/canonical-json.ts";
import { sha256Hex } from "../../formats/sha256.ts";
import { createRoster } from "../../predicates/roster.ts";
import { allRules } from "../../rules/rule-set.ts";
import { digestConsequences } from "../consequences/digest-consequences.ts";

export interface FactsToAttest {
  readonly change: ChangeRequest;
  readonly policy: PolicySource;
  readonly node: NodeFile | null;
  readonly decision: Decision;
  /** `null` where no rule looked at it. */
  readonly inspection: Inspection | null;
  /** Of Countersign, whose rules they are. */
  readonly version: string;
}

export const nodeControllers = "node controllers";

/** What both statements say of a decision, the groups of the approvers as the forge had them then. */
export function attestDecision(facts: FactsToAttest): AttestedDecision {
  const { change, policy, decision, inspection } = facts;
  return {
    forge: change.forge,
    repository: { key: repositoryKey({ forge: change.forge, id: change.repository.id }), name: change.repository.name },
    change: change.number === 0 ? null : change.number,
    baseRef: change.base.ref,
    mergeBase: change.mergeBase,
    head: change.head.sha,
    tree: change.head.tree,
    policy: { ...decision.policy, layers: layersOf(policy) },
    decision,
    approvers: approversOf(facts),
    inspection: {
      ruleSet: digestRuleSet(facts),
      findings: (inspection?.findings ?? []).map(({ rule, severity, path }) => ({ rule, severity, path })),
    },
    ...(inspection?.consequences === undefined
      ? {}
      : { consequences: { sha256: digestConsequences(inspection.consequences) } }),
    at: change.now,
  };
}

function layersOf(policy: PolicySource): readonly AttestedLayer[] {
  if (policy.state === "absent") return [];
  const { name, sha256 } = policy;
  const layers = policy.state === "valid" ? policy.layers : undefined;
  return layers?.map((layer) => ({ name: layer.name, sha256: layer.sha256 })) ?? [{ name, sha256 }];
}

/** Everybody of whom an approval counted, once. */
function approversOf({ change, policy, node, decision }: FactsToAttest): readonly Approver[] {
  const people = policy.state === "valid" ? policy.policy.people : [];
  const roster = createRoster(people, change);
  const accounts = new Map<number, Account>(
    [
      ...change.labels.flatMap(({ by }) => by ?? []),
      ...[...change.reviews, ...change.comments].map(({ account }) => account),
    ].map((account) => [account.id, account]),
  );
  const isController = ({ id }: Person) =>
    node?.controllers.some((one) => one.forge === change.forge && one.id === id) ?? false;
  const approvers = new Map<number, Approver>();
  for (const { account, counted, source, label } of decision.approvals) {
    if (!counted || approvers.has(account.id)) continue;
    const known = accounts.get(account.id) ?? { ...account, kind: "user" };
    const names = [...people.map(({ name }) => name), datasetOwners];
    const groups = names.filter((name) => roster.membershipOf(known, name).answer === "member");
    approvers.set(account.id, {
      id: account.id,
      login: account.login,
      groups: isController(account) ? [...groups, nodeControllers] : groups,
      source,
      ...(label === undefined ? {} : { label }),
    });
  }
  return [...approvers.values()];
}

/** Which rules looked, and with which settings. */
function digestRuleSet({ policy, version }: FactsToAttest): string {
  const settings = policy.state === "valid" ? policy.policy.rules : {};
  const set = {
    version,
    rules: allRules.map(({ id, severity, confidence }) => ({ id, severity, confidence })),
    settings,
  };
  return sha256Hex(writeCanonicalJson(set));
}
