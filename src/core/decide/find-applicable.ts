import type { KindOfPath, Policy, Requirement } from "../../domain/policy.ts";
import { createKindsOf } from "../../predicates/path-kinds.ts";
import { type DecisionContext, rememberKinds } from "./context.ts";
import { type Applicability, joinAny, judgeCondition } from "./judge-condition.ts";

/** `relieves`: whether what it covers needs no `otherwise`. */
export interface RequirementApplicability extends Applicability {
  readonly relieves: boolean;
}

/**
 * Whether each requirement of a policy applies, in their order: once for a change, and for a landing once for each change by which
 * it came, as the forge told of that.
 */
export function findApplicable(
  { requirements, otherwiseFrom }: Policy,
  context: DecisionContext,
): readonly (readonly RequirementApplicability[])[] {
  const isOtherwiseEnforced = otherwiseFrom?.enforced === true;
  return tellingsOf(context).map((told) => {
    const views = createViews(told);
    return requirements.map((requirement) => findApplicability(requirement, told, views, isOtherwiseEnforced));
  });
}

/** The same facts, as each of the changes tells them by which something landed. */
function tellingsOf(context: DecisionContext): readonly DecisionContext[] {
  const { change } = context;
  const broughtBy = change.broughtBy ?? [];
  if (broughtBy.length === 0) return [context];
  return broughtBy.map(({ title, isDraft, isFork, author, labels }) => ({
    ...context,
    change: { ...change, title, isDraft, isFork, author, labels },
  }));
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
