import { whyLeftOut } from "../../predicates/left-out.ts";
import type { DecisionContext } from "./context.ts";
import { type Judgement, leaf } from "./judgement.ts";
import type { Standing } from "./standing.ts";

/** What nobody said of a change although every decision rests on it: who may object could have done so, who approves could have asked for the run. */
export function judgeLeftOut(speakers: Standing, context: DecisionContext): readonly Judgement[] {
  const needed = [
    ...(isAnybody(speakers, context) ? (["reviews", "comments"] as const) : []),
    ...(mattersWhoAsked(context) ? (["requester"] as const) : []),
  ];
  const reasons = needed.flatMap((fact) => whyLeftOut(context.change, fact) ?? []);
  return reasons.map((reason) => leaf("complete facts", "failed", reason));
}

function isAnybody({ groups, permissions, controllers }: Standing, context: DecisionContext): boolean {
  return groups.length > 0 || permissions.length > 0 || (controllers && (context.controllers ?? []).length > 0);
}

/** Only results come of a run that somebody asked for, and only an approval could be theirs. */
function mattersWhoAsked({ approvals, labelsSet, paths, opaque, kindsOf }: DecisionContext): boolean {
  const mayBeResult = (path: string) =>
    opaque.has(path) || kindsOf(path).includes("result") || /\.dvc$|(^|\/)dvc\.lock$/.test(path);
  return approvals.length + labelsSet.length > 0 && paths.some(mayBeResult);
}
