import { type CountDemand, type Demand, datasetOwners } from "../../domain/policy.ts";
import type { DecisionContext } from "./context.ts";
import type { Coverage } from "./judge-condition.ts";
import { judgeCount } from "./judge-count.ts";

export type SingleDemand = Exclude<Demand, { readonly form: "all" | "any" }>;

/**
 * The paths for which a single demand asks for something; `null`: for all. What asks owners of datasets, or for agreements of job
 * requests, asks nothing for other files, so that it does not stand for them either.
 */
export function scopeOfDemand(demand: SingleDemand, context: DecisionContext): Coverage {
  const { datasets, jobs } = context.change;
  switch (demand.form) {
    case "count":
      return demand.each === null && isMetWithoutOwners(demand, context) ? null : pathsOf(datasets);
    case "labels":
      return demand.from.includes(datasetOwners) ? pathsOf(datasets) : null;
    case "agreement":
      return new Set(jobs?.map(({ path }) => path));
    case "checks":
    case "signed":
    case "none":
      return null;
    default:
      return demand satisfies never;
  }
}

/** Whether it asks for no owners of datasets, or the others whom it asks are enough. */
function isMetWithoutOwners(demand: CountDemand, context: DecisionContext): boolean {
  if (!demand.from.includes(datasetOwners)) return true;
  const from = demand.from.filter((group) => group !== datasetOwners);
  return from.length > 0 && judgeCount({ ...demand, from }, context).node.status === "approved";
}

/** Of a dataset whose files nobody told (which only who writes facts by hand leaves out) it is all files. */
function pathsOf(datasets: DecisionContext["change"]["datasets"]): Coverage {
  return joinScopes(datasets.map(({ paths }) => (paths === undefined ? null : new Set(paths))));
}

/** What at least one of several is about. */
export function joinScopes(scopes: readonly Coverage[]): Coverage {
  const known = scopes.filter((scope) => scope !== null);
  return known.length < scopes.length ? null : new Set(known.flatMap((scope) => [...scope]));
}
