import type { Demand } from "../../domain/policy.ts";
import type { DecisionContext } from "./context.ts";
import type { Coverage } from "./judge-condition.ts";

/**
 * The paths for which a demand asks for something; `null`: for all. What asks owners of datasets, or for agreements of job requests, asks
 * nothing for other files, so that it does not stand for them either. Of a dataset whose files nobody told (which only who writes facts by
 * hand leaves out) it asks for all.
 */
export function scopeOfDemand(demand: Demand, context: DecisionContext): Coverage {
  const { datasets, jobs } = context.change;
  switch (demand.form) {
    case "count":
      return demand.each === null
        ? null
        : joinScopes(datasets.map(({ paths }) => (paths === undefined ? null : new Set(paths))));
    case "agreement":
      return new Set(jobs?.map(({ path }) => path));
    case "all":
    case "any":
      return joinScopes(demand.of.map((part) => scopeOfDemand(part, context)));
    case "checks":
    case "labels":
    case "signed":
    case "none":
      return null;
    default:
      return demand satisfies never;
  }
}

function joinScopes(scopes: readonly Coverage[]): Coverage {
  const known = scopes.filter((scope) => scope !== null);
  return known.length < scopes.length ? null : new Set(known.flatMap((scope) => [...scope]));
}
