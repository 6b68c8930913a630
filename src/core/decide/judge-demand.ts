import type { Demand } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import { whyLeftOut } from "../../predicates/left-out.ts";
import type { DecisionContext } from "./context.ts";
import { judgeAgreement } from "./judge-agreement.ts";
import { judgeChecks } from "./judge-checks.ts";
import type { Coverage } from "./judge-condition.ts";
import { judgeCount } from "./judge-count.ts";
import { judgeLabels } from "./judge-labels.ts";
import { judgeSigned } from "./judge-signed.ts";
import { type Judgement, joinJudgements, leaf } from "./judgement.ts";
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
    return { judgement: judgeSingle(demand, context, isCiTrusted), scope: scopeOfDemand(demand, context) };
  const parts = demand.of.map((part) => judgeDemand(part, context, isCiTrusted, paths));
  return demand.form === "any" ? judgeAny(parts, paths) : joinParts("all", parts);
}

function joinParts(form: "all" | "any", parts: readonly JudgedDemand[]): JudgedDemand {
  const judgement = joinJudgements(
    `${form} of`,
    form,
    parts.map((part) => part.judgement),
  );
  return { judgement, scope: joinScopes(parts.map(({ scope }) => scope)) };
}

/** An alternative that is met stands for the files of which it asks something. For the others one must be met that asks of them. */
function judgeAny(parts: readonly JudgedDemand[], paths: readonly string[]): JudgedDemand {
  const joined = joinParts("any", parts);
  if (joined.judgement.node.status !== "approved") return joined;
  const met = parts.filter(({ judgement }) => judgement.node.status === "approved");
  const scope = joinScopes(met.map((part) => part.scope));
  const left = scope === null ? [] : paths.filter((path) => !scope.has(path));
  const asking = parts.filter((part) => left.some((path) => part.scope?.has(path) ?? true));
  const rest = joinParts("any", asking);
  if (["approved", "skipped"].includes(rest.judgement.node.status)) return { ...joined, scope };
  const { name } = joined.judgement.node;
  return { judgement: joinJudgements(name, "all", [joined.judgement, forOthers(rest.judgement, left)]), scope };
}

function forOthers(judgement: Judgement, paths: readonly string[]): Judgement {
  const { node } = judgement;
  return { ...judgement, node: { ...node, name: `${node.name}, for ${listNames(paths, 5)}` } };
}

function judgeSingle(demand: SingleDemand, context: DecisionContext, isCiTrusted: boolean): Judgement {
  switch (demand.form) {
    case "count":
      return judgeCount(demand, context);
    case "checks":
      return judgeIfKnown("checks", context, () => judgeChecks(demand, context, isCiTrusted));
    case "labels":
      return judgeIfKnown("labels", context, () => judgeLabels(demand, context));
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
