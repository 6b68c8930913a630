import type { Demand, Policy, Requirement } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import type { DecisionContext } from "./context.ts";
import { judgeCondition } from "./judge-condition.ts";
import { judgeDemand } from "./judge-demand.ts";
import { type Judgement, leaf } from "./judgement.ts";

export interface RequirementsJudged {
  readonly judgements: readonly Judgement[];
  /** What `otherwise` and the requirements that apply, or might, ask for. */
  readonly demands: readonly Demand[];
}

/** Judges every requirement of a policy, and `otherwise` for the paths that none of them covers. */
export function judgeRequirements(policy: Policy, context: DecisionContext, isCiTrusted: boolean): RequirementsJudged {
  const judged = policy.requirements.map((requirement) => judgeRequirement(requirement, context, isCiTrusted));
  const effective = judged.filter(({ judgement }) => judgement.node.status !== "skipped");
  const coversAll = effective.some(({ covers }) => covers === null);
  const uncovered = coversAll ? [] : context.paths.filter((path) => !effective.some(({ covers }) => covers?.has(path)));
  const rest =
    effective.length === 0 || uncovered.length > 0
      ? [judgeRest(policy.otherwise, uncovered, context, isCiTrusted)]
      : [];
  return {
    judgements: [...judged.map(({ judgement }) => judgement), ...rest],
    demands: [
      ...policy.requirements.filter((_, index) => judged[index]?.applies).map(({ require }) => require),
      ...(policy.otherwise === null ? [] : [policy.otherwise]),
    ],
  };
}

interface RequirementJudged {
  readonly judgement: Judgement;
  readonly applies: boolean;
  readonly covers: ReadonlySet<string> | null;
}

function judgeRequirement(requirement: Requirement, context: DecisionContext, isCiTrusted: boolean): RequirementJudged {
  const { name, when, require } = requirement;
  if (when === null)
    return { judgement: named(name, judgeDemand(require, context, isCiTrusted)), applies: true, covers: null };

  const { answer, reason, covers } = judgeCondition(when, context);
  if (answer === "unknown")
    return { judgement: leaf(name, "failed", `it is not known whether it applies: ${reason}`), applies: true, covers };
  if (answer === "fails")
    return { judgement: leaf(name, "skipped", `it does not apply: ${reason}`), applies: false, covers };
  return { judgement: named(name, judgeDemand(require, context, isCiTrusted)), applies: true, covers };
}

/** What is left over: paths that no requirement covers, or a change to which none applies. */
function judgeRest(
  otherwise: Demand | null,
  uncovered: readonly string[],
  context: DecisionContext,
  isCiTrusted: boolean,
): Judgement {
  const rest =
    uncovered.length === 0
      ? "no requirement applies to this change"
      : `no requirement covers ${listNames(uncovered, 5)}`;
  if (otherwise === null) return leaf("otherwise", "pending", `${rest}, and the policy has no \`otherwise\``);
  const judged = named("otherwise", judgeDemand(otherwise, context, isCiTrusted));
  if (judged.node.status === "skipped")
    return leaf("otherwise", "pending", `${rest}, and \`otherwise\` does not apply: ${judged.node.reason}`);
  return judged;
}

/** Gives the node of a single demand the requirement's name; of one with parts, its parts remain. */
function named(name: string, judgement: Judgement): Judgement {
  return { ...judgement, node: { ...judgement.node, name } };
}
