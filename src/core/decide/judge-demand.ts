import type { Demand } from "../../domain/policy.ts";
import { whyLeftOut } from "../../predicates/left-out.ts";
import type { DecisionContext } from "./context.ts";
import { judgeAgreement } from "./judge-agreement.ts";
import { judgeChecks } from "./judge-checks.ts";
import { judgeCount } from "./judge-count.ts";
import { judgeLabels } from "./judge-labels.ts";
import { judgeSigned } from "./judge-signed.ts";
import { type Judgement, joinJudgements, leaf } from "./judgement.ts";
import { requiresNothing } from "./summarize.ts";

/** Judges what a `require` asks for. */
export function judgeDemand(demand: Demand, context: DecisionContext, isCiTrusted: boolean): Judgement {
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
    case "all":
    case "any": {
      const parts = demand.of.map((part) => judgeDemand(part, context, isCiTrusted));
      return joinJudgements(demand.form === "all" ? "all of" : "any of", demand.form, parts);
    }
    default:
      return demand satisfies never;
  }
}

function judgeIfKnown(fact: "checks" | "labels", { change }: DecisionContext, judge: () => Judgement): Judgement {
  const why = whyLeftOut(change, fact);
  return why === null ? judge() : leaf(fact, "failed", why);
}
