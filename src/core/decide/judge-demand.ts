import type { Demand } from "../../domain/policy.ts";
import { whyLeftOut } from "../../predicates/left-out.ts";
import type { DecisionContext } from "./context.ts";
import { judgeAgreement } from "./judge-agreement.ts";
import { judgeChecks } from "./judge-checks.ts";
import type { Coverage } from "./judge-condition.ts";
import { judgeCount } from "./judge-count.ts";
import { judgeLabels } from "./judge-labels.ts";
import { judgeOwners } from "./judge-owners.ts";
import { judgeSigned } from "./judge-signed.ts";
import { forPaths, type Judgement, joinJudgements, leaf } from "./judgement.ts";
import { joinScopes, type SingleDemand, scopeOfDemand } from "./scope-of-demand.ts";
import { requiresNothing } from "./summarize.ts";

/** A demand that was judged, and the paths for which it asks for something; `null`: for all. */
export interface JudgedDemand {
  readonly judgement: Judgement;
  readonly scope: Coverage;
}

/** Judges what a `require` asks for, for these paths. */
export function judgeDemand(
  demand: Demand,
  context: DecisionContext,
  isCiTrusted: boolean,
  paths: readonly string[],
): JudgedDemand {
  if (demand.form !== "all" && demand.form !== "any")
    return { judgement: judgeSingle(demand, context, isCiTrusted, paths), scope: scopeOfDemand(demand, context) };
  const parts = demand.of.map((part) => judgeDemand(part, context, isCiTrusted, paths));
  return demand.form === "any" ? judgeAny(parts, paths) : join("all", parts);
}

function join(form: "all" | "any", parts: readonly JudgedDemand[]): JudgedDemand {
  const judgements = parts.map(({ judgement }) => judgement);
  return {
    judgement: joinJudgements(`${form} of`, form, judgements),
    scope: joinScopes(parts.map(({ scope }) => scope)),
  };
}

/**
 * An alternative that is met stands for the files of which it asks something. For the others one must be met that asks of them: also for
 * those beside `paths` of which one that is not met asks, as it would without the files for which the other stands.
 */
function judgeAny(parts: readonly JudgedDemand[], paths: readonly string[]): JudgedDemand {
  const joined = join("any", parts);
  const { node } = joined.judgement;
  if (node.status !== "approved") return joined;

  const [met, unmet] = [parts.filter(isMet), parts.filter((part) => !isMet(part))];
  const { scope } = join("any", met);
  const asked = new Set([...paths, ...unmet.flatMap((part) => [...(part.scope ?? [])])]);
  const left = scope === null ? [] : [...asked].filter((path) => !scope.has(path));
  const asking = parts.filter((part) => left.some((path) => part.scope?.has(path) ?? true));
  const rest = join("any", asking).judgement;
  if (rest.node.status === "skipped") return { ...joined, scope };
  return { ...joined, judgement: joinJudgements(node.name, "all", [joined.judgement, forPaths(rest, left)]) };
}

function isMet({ judgement }: JudgedDemand): boolean {
  return judgement.node.status === "approved";
}

function judgeSingle(
  demand: SingleDemand,
  context: DecisionContext,
  isCiTrusted: boolean,
  paths: readonly string[],
): Judgement {
  switch (demand.form) {
    case "count":
      if (demand.each !== null) return judgeCount(demand, context);
      return judgeOwners(demand.from, context, paths, (from, at) => judgeCount({ ...demand, from }, at));
    case "checks":
      return judgeIfKnown("checks", context, () => judgeChecks(demand, context, isCiTrusted));
    case "labels":
      return judgeIfKnown("labels", context, () =>
        judgeOwners(demand.from, context, paths, (from, at) => judgeLabels({ ...demand, from }, at)),
      );
    case "signed":
      return judgeSigned(demand, context);
    case "agreement":
      return judgeAgreement(context);
    case "none":
      return leaf("nothing", "approved", requiresNothing);
    default:
      return demand satisfies never;
  }
}

function judgeIfKnown(fact: "checks" | "labels", { change }: DecisionContext, judge: () => Judgement): Judgement {
  const why = whyLeftOut(change, fact);
  return why === null ? judge() : leaf(fact, "failed", why);
}
