import type { Demand, Policy, Requirement } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import type { DecisionContext } from "./context.ts";
import { findApplicable } from "./find-applicable.ts";
import { type Applicability, bothOf, type Coverage, joinAny } from "./judge-condition.ts";
import { type JudgedDemand, judgeDemand } from "./judge-demand.ts";
import { type Judgement, leaf, renamed } from "./judgement.ts";

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
    const judged = judgeRequirement(requirement, applicability, context, isCiTrusted);
    return { answer: applicability.answer, demand: requirement.require, ...judged };
  });
  const isSkipped = (index: number) => judged[index]?.judgement.node.status === "skipped";
  const left = told.map((each) => {
    const effective = each.flatMap(({ answer, relieves, covers }, index) =>
      answer === "fails" || !relieves || isSkipped(index) ? [] : [bothOf(covers, judged[index]?.scope ?? null)],
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
  applicability: Applicability,
  context: DecisionContext,
  isCiTrusted: boolean,
): JudgedDemand {
  const { answer, reason } = applicability;
  const { name, require } = requirement;
  const without = (status: "failed" | "skipped", why: string) => ({
    judgement: placed(requirement, leaf(name, status, `${why}: ${reason}`)),
    scope: null,
  });
  if (answer === "unknown") return without("failed", "it is not known whether it applies");
  if (answer === "fails") return without("skipped", "it does not apply");
  const { judgement, scope } = judgeDemand(require, context, isCiTrusted, pathsAsked(applicability, context));
  return { judgement: placed(requirement, renamed(judgement, name)), scope };
}

/** The paths of which a requirement that applies asks something: what it covers, and all where it may be about more. */
function pathsAsked({ covers, mayCoverMore }: Applicability, { paths }: DecisionContext): readonly string[] {
  if (covers === null || covers.size === 0) return paths;
  return mayCoverMore === true ? [...new Set([...paths, ...covers])] : [...covers];
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
  const paths = uncovered.length === 0 ? context.paths : uncovered;
  const { judgement, scope } = judgeDemand(otherwise, context, isCiTrusted, paths);
  const judged = placed(otherwiseFrom, renamed(judgement, otherwiseName));
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
