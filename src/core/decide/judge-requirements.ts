import type { Demand, Policy, Requirement } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import type { DecisionContext } from "./context.ts";
import { findApplicable } from "./find-applicable.ts";
import { type Applicability, bothOf, type Coverage, joinAny } from "./judge-condition.ts";
import { judgeDemand } from "./judge-demand.ts";
import { type Judgement, leaf } from "./judgement.ts";
import { scopeOfDemand } from "./scope-of-demand.ts";

export interface RequirementsJudged {
  readonly judgements: readonly Judgement[];
  /** What `otherwise` and the requirements that apply, or might, ask for. */
  readonly demands: readonly Demand[];
}

/** Name of the tree's node for what no requirement covers. */
export const otherwiseName = "otherwise";

/** Judges every requirement of a policy, and `otherwise` for the paths that none of them covers. */
export function judgeRequirements(policy: Policy, context: DecisionContext, isCiTrusted: boolean): RequirementsJudged {
  const told = findApplicable(policy, context);
  const judged = policy.requirements.map((requirement, index) => {
    const applicability = joinAny(told.flatMap((each) => each[index] ?? []));
    const judgement = judgeRequirement(requirement, applicability, context, isCiTrusted);
    return { answer: applicability.answer, demand: requirement.require, judgement };
  });
  const isSkipped = (index: number) => judged[index]?.judgement.node.status === "skipped";
  const scopes = policy.requirements.map(({ require }) => scopeOfDemand(require, context));
  const left = told.map((each) => {
    const effective = each.flatMap(({ answer, relieves, covers }, index) =>
      answer === "fails" || !relieves || isSkipped(index) ? [] : [bothOf(covers, scopes[index] ?? null)],
    );
    return findLeft(effective, context.paths);
  });
  const uncovered = new Set(left.flatMap((one) => one ?? []));
  const rest = left.every((one) => one === null) ? [] : [judgeRest(policy, [...uncovered], context, isCiTrusted)];
  return {
    judgements: [...judged.map(({ judgement }) => judgement), ...rest],
    demands: [
      ...judged.filter(({ answer }) => answer !== "fails").map(({ demand }) => demand),
      ...(policy.otherwise === null ? [] : [policy.otherwise]),
    ],
  };
}

/** The paths that no requirement covers; `null` where nothing is left for `otherwise`. Where none applies, all is left. */
function findLeft(effective: readonly Coverage[], paths: readonly string[]): readonly string[] | null {
  if (effective.some((covers) => covers === null)) return null;
  const uncovered = paths.filter((path) => !effective.some((covers) => covers?.has(path)));
  return effective.length > 0 && uncovered.length === 0 ? null : uncovered;
}

function judgeRequirement(
  requirement: Requirement,
  { answer, reason }: Applicability,
  context: DecisionContext,
  isCiTrusted: boolean,
): Judgement {
  const { name, require } = requirement;
  if (answer === "unknown")
    return placed(requirement, leaf(name, "failed", `it is not known whether it applies: ${reason}`));
  if (answer === "fails") return placed(requirement, leaf(name, "skipped", `it does not apply: ${reason}`));
  return placed(requirement, named(name, judgeDemand(require, context, isCiTrusted)));
}

/** What is left over: paths that no requirement covers, or a change to which none applies. */
function judgeRest(
  { otherwise, otherwiseFrom = {} }: Policy,
  uncovered: readonly string[],
  context: DecisionContext,
  isCiTrusted: boolean,
): Judgement {
  const none = otherwiseFrom.enforced === true ? "no enforced requirement" : "no requirement";
  const rest = uncovered.length === 0 ? `${none} applies to this change` : `${none} covers ${listNames(uncovered, 5)}`;
  if (otherwise === null) return leaf(otherwiseName, "pending", `${rest}, and the policy has no \`otherwise\``);
  const judged = placed(otherwiseFrom, named(otherwiseName, judgeDemand(otherwise, context, isCiTrusted)));
  const scope = scopeOfDemand(otherwise, context);
  const outside = scope === null ? [] : uncovered.filter((path) => !scope.has(path));
  if (judged.node.status === "approved" && outside.length > 0) {
    const why = `${none} covers ${listNames(outside, 5)}, of which \`otherwise\` asks nothing`;
    return placed(otherwiseFrom, leaf(otherwiseName, "pending", why));
  }
  if (judged.node.status !== "skipped") return judged;
  const reason = `${rest}, and \`otherwise\` does not apply: ${judged.node.reason}`;
  return placed(otherwiseFrom, leaf(otherwiseName, "pending", reason));
}

/** Gives a node its place in the policy, as far as that is known. */
function placed(
  { origin, enforced, isObserved }: Pick<Requirement, "origin" | "enforced" | "isObserved">,
  judgement: Judgement,
): Judgement {
  const place = {
    ...(origin === undefined ? {} : { origin }),
    ...(enforced === true ? { enforced } : {}),
    ...(isObserved === true ? { isObserved } : {}),
  };
  const { name, ...rest } = judgement.node;
  return { ...judgement, node: { name, ...place, ...rest } };
}

/** Gives the node of a single demand the requirement's name; of one with parts, its parts remain. */
function named(name: string, judgement: Judgement): Judgement {
  return { ...judgement, node: { ...judgement.node, name } };
}
