import type { Demand, KindOfPath, Policy, Requirement } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import { createKindsOf } from "../../predicates/path-kinds.ts";
import { type DecisionContext, rememberKinds } from "./context.ts";
import { type Applicability, joinAny, judgeCondition } from "./judge-condition.ts";
import { judgeDemand } from "./judge-demand.ts";
import { type Judgement, leaf } from "./judgement.ts";

export interface RequirementsJudged {
  readonly judgements: readonly Judgement[];
  /** What `otherwise` and the requirements that apply, or might, ask for. */
  readonly demands: readonly Demand[];
}

/** Name of the tree's node for what no requirement covers. */
export const otherwiseName = "otherwise";

/** Judges every requirement of a policy, and `otherwise` for the paths that none of them covers. */
export function judgeRequirements(policy: Policy, context: DecisionContext, isCiTrusted: boolean): RequirementsJudged {
  const views = createViews(context);
  const judged = policy.requirements.map((requirement) => {
    const applicability = findApplicability(requirement, context, views, policy.otherwiseFrom?.enforced === true);
    const judgement = judgeRequirement(requirement, applicability, context, isCiTrusted);
    return { ...applicability, demand: requirement.require, judgement };
  });
  const effective = judged.filter(({ judgement, relieves }) => judgement.node.status !== "skipped" && relieves);
  const coversAll = effective.some(({ covers }) => covers === null);
  const isCovered = (path: string) => coversAll || effective.some(({ covers }) => covers?.has(path));
  const uncovered = context.paths.filter((path) => !isCovered(path));
  const rest =
    effective.length === 0 || uncovered.length > 0 ? [judgeRest(policy, uncovered, context, isCiTrusted)] : [];
  return {
    judgements: [...judged.map(({ judgement }) => judgement), ...rest],
    demands: [
      ...judged.filter(({ answer }) => answer !== "fails").map(({ demand }) => demand),
      ...(policy.otherwise === null ? [] : [policy.otherwise]),
    ],
  };
}

/** `relieves`: whether what it covers needs no `otherwise`. */
interface RequirementApplicability extends Applicability {
  readonly relieves: boolean;
}

type Views = (kinds: readonly KindOfPath[]) => DecisionContext;

/** The same facts, seen by the kinds of the layer that enforces a requirement. */
function createViews(context: DecisionContext): Views {
  const views = new Map<readonly KindOfPath[], DecisionContext>();
  return (kinds) => {
    const view = views.get(kinds) ?? { ...context, kindsOf: rememberKinds(createKindsOf(kinds, context.opaque)) };
    views.set(kinds, view);
    return view;
  };
}

/**
 * Whether a requirement applies: by all kinds of the policy, and an enforced one also by those of its layer, which alone can take
 * paths from an enforced `otherwise`.
 */
function findApplicability(
  { when, kinds, relieves = true }: Requirement,
  context: DecisionContext,
  views: Views,
  isOtherwiseEnforced: boolean,
): RequirementApplicability {
  if (when === null) return { answer: "holds", reason: "it always applies", covers: null, relieves };
  const wide = judgeCondition(when, context);
  if (kinds === undefined) return { ...wide, relieves };
  const own = judgeCondition(when, views(kinds));
  if (isOtherwiseEnforced)
    return { ...joinAny([own, wide]), covers: own.covers, relieves: relieves && own.answer === "holds" };
  return { ...joinAny([own, wide]), relieves };
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
