import { type Condition, type Demand, datasetOwners, type Policy } from "../domain/policy.ts";
import { predicates } from "../predicates/index.ts";

/** What some parts of a policy rest on, so that whoever changes it changes them. */
export interface RestsOn {
  /** Names of `people` groups. */
  readonly groups: ReadonlySet<string>;
  /** Whether it matters to which organisations people belong. */
  readonly organisations: boolean;
  /** Whether it matters what the rules find. */
  readonly findings: boolean;
}

/** What conditions and demands rest on; the groups given beside them are named by something else. */
export function restsOn(
  conditions: readonly Condition[],
  demands: readonly Demand[],
  groups: readonly string[],
): RestsOn {
  const asked = conditions.flatMap(predicatesIn);
  const parts = demands.flatMap(partsOf);
  const isAbout = (key: string) => predicates.find((one) => one.key === key)?.namesOf;
  const named = [
    ...groups,
    ...parts.flatMap((part) => ("from" in part ? part.from : "by" in part ? (part.by ?? []) : [])),
    ...asked.flatMap(({ key, wanted }) => (isAbout(key) === "groups" ? (wanted as readonly string[]) : [])), // every predicate about groups takes their names
  ];
  return {
    groups: new Set(named.filter((name) => name !== datasetOwners)),
    organisations: parts.some((part) => part.form === "count" && part.distinct !== null),
    findings: asked.some(({ key }) => key === "findings"),
  };
}

/** A demand in which only these groups give the seat of an organisation. */
export function withSeats(demand: Demand, people: Policy["people"]): Demand {
  switch (demand.form) {
    case "all":
    case "any":
      return { ...demand, of: demand.of.map((part) => withSeats(part, people)) };
    case "count":
      return demand.distinct === null ? demand : { ...demand, seats: giveSeats(people) };
    default:
      return demand;
  }
}

/** The groups whose members take the seat of an organisation. */
export function giveSeats(people: Policy["people"]): readonly string[] {
  return people.filter(({ organisation }) => organisation !== null).map(({ name }) => name);
}

/** All predicates of a condition, whatever joins them. */
export function predicatesIn(condition: Condition): readonly (Condition & { readonly form: "predicate" })[] {
  switch (condition.form) {
    case "all":
    case "any":
      return condition.of.flatMap(predicatesIn);
    case "not":
      return predicatesIn(condition.of);
    case "predicate":
      return [condition];
    default:
      return condition satisfies never;
  }
}

/** All that a demand asks for, whatever joins it. */
export function partsOf(demand: Demand): readonly Demand[] {
  return demand.form === "all" || demand.form === "any" ? demand.of.flatMap(partsOf) : [demand];
}
