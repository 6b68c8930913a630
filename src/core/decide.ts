import type { ChangeRequest } from "../domain/change.ts";
import type { Decision } from "../domain/decision.ts";
import type { NodeFile } from "../domain/node.ts";
import type { Policy, PolicySource } from "../domain/policy.ts";
import { defaultCounting, defaultKinds } from "../policy/defaults.ts";
import { policyPaths } from "../predicates/protected-paths.ts";
import { createContext, type DecisionContext } from "./decide/context.ts";
import { describeApprovals } from "./decide/describe-approvals.ts";
import { judgeFacts } from "./decide/judge-facts.ts";
import { judgeLeftOut } from "./decide/judge-left-out.ts";
import { judgeNode, judgeProtectedFiles } from "./decide/judge-node.ts";
import { judgeHolds, judgeObjections } from "./decide/judge-objections.ts";
import { judgeRequirements } from "./decide/judge-requirements.ts";
import { judgeUses } from "./decide/judge-uses.ts";
import { type Judgement, joinJudgements, leaf } from "./decide/judgement.ts";
import { joinStandings, standingOfControllers, standingOfGroups, standingOfNamed } from "./decide/standing.ts";
import { summarize } from "./decide/summarize.ts";

export interface DecideOptions {
  /** The policy as the base branch has it. */
  readonly policy: PolicySource;
  /** The node's own file; `null` where none is given. */
  readonly node: NodeFile | null;
}

/**
 * Decides on a change by the facts alone. A landing without a change is decided in the same way: as number 0, the comments on
 * its commit being the approvals. Never throws; the same facts give the same decision.
 */
export function decide(change: ChangeRequest, { policy, node }: DecideOptions): Decision {
  switch (policy.state) {
    case "valid":
      return decideByPolicy(change, policy, node);
    case "invalid": {
      const context = createContext(change, noPolicy, node);
      return conclude(context, policy, joinAll([judgeInvalid(policy.problems)]), "the policy cannot be read");
    }
    case "absent": {
      const context = createContext(change, noPolicy, node);
      return conclude(context, { sha256: "", name: "no policy" }, joinAll(judgeWithoutPolicy(context)), null);
    }
    default:
      return policy satisfies never;
  }
}

/** While a blind count waits, what is told is the decision as it would be if none of those who may fill it had approved. */
function decideByPolicy(
  change: ChangeRequest,
  source: PolicySource & { state: "valid" },
  node: NodeFile | null,
): Decision {
  const context = createContext(change, source.policy, node);
  const judged = joinAll(judgeByPolicy(source.policy, context));
  if (!judged.isSecret || judged.node.status === "approved") return conclude(context, source, judged, null);
  const told = createContext(change, source.policy, node, new Set(judged.blind));
  return conclude(told, source, joinAll(judgeByPolicy(source.policy, told)), null);
}

function joinAll(judgements: readonly Judgement[]): Judgement {
  return joinJudgements("decision", "all", judgements);
}

const noPolicy = { people: [], kinds: defaultKinds, counting: defaultCounting, commands: {} };

function judgeByPolicy(policy: Policy, context: DecisionContext): readonly Judgement[] {
  const protectedFiles = judgeProtectedFiles(context);
  const isCiTrusted = protectedFiles[0]?.node.status === "approved"; // CI files are protected ones
  const { judgements, demands } = judgeRequirements(policy, context, isCiTrusted);

  const named = standingOfNamed(demands);
  const { reject, hold } = policy.commands;
  const asObjectors = policy.objectors === null ? named : standingOfGroups(policy.objectors);
  const objectors = reject === undefined ? asObjectors : joinStandings([asObjectors, standingOfGroups(reject)]);
  const holders = joinStandings(
    hold === undefined ? [named, asObjectors] : [standingOfGroups(hold), standingOfControllers],
  );
  return [
    ...judgeFacts(context.change, policy.counting),
    ...judgeLeftOut(joinStandings([objectors, holders]), context),
    ...judgements,
    ...judgeObjections(objectors, context),
    ...judgeHolds(holders, context),
    ...judgeUses(context),
    ...protectedFiles,
    ...judgeNode(context),
  ];
}

function judgeInvalid(problems: (PolicySource & { state: "invalid" })["problems"]): Judgement {
  const places = problems.slice(0, 3).map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`);
  const more = problems.length > places.length ? ` (and ${problems.length - places.length} more)` : "";
  return leaf("policy", "failed", `the policy of the base branch cannot be read: ${places.join(" ")}${more}`);
}

/** Without a policy nothing is approved, but for the change that only adds the first one. */
function judgeWithoutPolicy(context: DecisionContext): readonly Judgement[] {
  const { items } = context.change.files;
  const addsFirstPolicy =
    items.length > 0 && items.every(({ path, status }) => status === "added" && policyPaths.includes(path));
  const absent = leaf(
    "policy",
    "pending",
    "the base branch has no policy, so nothing can be approved: add `.countersign.yml` in a change of its own, which a controller of the node approves",
  );
  return [
    ...judgeFacts(context.change, defaultCounting),
    ...judgeLeftOut(standingOfControllers, context),
    ...(addsFirstPolicy ? [] : [absent]),
    ...judgeObjections(standingOfControllers, context),
    ...judgeHolds(standingOfControllers, context),
    ...judgeProtectedFiles(context),
    ...judgeNode(context),
  ];
}

function conclude(
  context: DecisionContext,
  { sha256, name, layers }: Decision["policy"],
  judged: Judgement,
  without: string | null,
): Decision {
  const status = judged.node.status === "skipped" ? "pending" : judged.node.status;
  const tree = { ...judged.node, status };
  const approvals = describeApprovals(context, judged, without);
  const policy = { sha256, name, ...(layers === undefined ? {} : { layers }) };
  return { version: 1, status, summary: summarize(tree, approvals), tree, approvals, policy };
}
