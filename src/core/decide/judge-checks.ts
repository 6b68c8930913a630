import type { ChecksDemand } from "../../domain/policy.ts";
import { isCiPath } from "../../predicates/protected-paths.ts";
import type { DecisionContext } from "./context.ts";
import { type Judgement, joinSeveral, leaf } from "./judgement.ts";

/**
 * Judges `{ checks: [app/name] }` on the head sha. A change that edits what runs the checks could make them green itself, so
 * then they count only once a controller of the node agreed to the edit.
 */
export function judgeChecks(demand: ChecksDemand, context: DecisionContext, isCiTrusted: boolean): Judgement {
  return joinSeveral(
    "green checks",
    demand.checks.map((check) => judgeCheck(check, context, isCiTrusted)),
  );
}

function judgeCheck(
  check: { readonly app: string; readonly name: string },
  { change, paths }: DecisionContext,
  isCiTrusted: boolean,
): Judgement {
  const fullName = `${check.app}/${check.name}`;
  const name = `check ${fullName}`;
  const awaited = [{ count: 1, from: name }];
  const runs = change.checks.filter(
    (one) => one.app === check.app && one.name === check.name && one.sha === change.head.sha,
  );
  if (runs.length === 0) {
    const isLanding = change.number === 0;
    const why = isLanding ? "is looked at on changes alone, and this is a commit" : "has not reported on this head";
    return leaf(name, "pending", `\`${fullName}\` ${why}`, awaited);
  }
  const red = runs.find(({ state }) => state !== "success");
  if (red !== undefined)
    return leaf(name, "pending", `\`${fullName}\` is not green on this head but ${red.state}`, awaited);
  if (!isCiTrusted && paths.some(isCiPath)) {
    return leaf(
      name,
      "pending",
      `\`${fullName}\` is green, but the change edits CI files: a controller of the node must agree first`,
      awaited,
    );
  }
  return leaf(name, "approved", `\`${fullName}\` is green on this head`);
}
