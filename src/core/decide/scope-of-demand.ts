import type { Demand } from "../../domain/policy.ts";
import type { DecisionContext } from "./context.ts";
import type { Coverage } from "./judge-condition.ts";

export type SingleDemand = Exclude<Demand, { readonly form: "all" | "any" }>;

/**
 * The paths for which a single demand asks for something; `null`: for all. What asks owners of each dataset, or for agreements of job
 * requests, asks nothing for other files, so that it does not stand for them either.
 */
export function scopeOfDemand(demand: SingleDemand, { change }: DecisionContext): Coverage {
  switch (demand.form) {
    case "count":
      return demand.each === null ? null : pathsOfDatasets(change.datasets);
    case "agreement":
      return new Set(change.jobs?.map(({ path }) => path));
    case "checks":
    case "labels":
    case "signed":
    case "none":
      return null;
    default:
      return demand satisfies never;
  }
}

/** Of a dataset whose files nobody told (which only who writes facts by hand leaves out) it is all files. */
function pathsOfDatasets(datasets: DecisionContext["change"]["datasets"]): Coverage {
  return joinScopes(datasets.map(({ paths }) => (paths === undefined ? null : new Set(paths))));
}

/** The paths of at least one of several. */
export function joinScopes(scopes: readonly Coverage[]): Coverage {
  const known = scopes.filter((scope) => scope !== null);
  return known.length < scopes.length ? null : new Set(known.flatMap((scope) => [...scope]));
}
