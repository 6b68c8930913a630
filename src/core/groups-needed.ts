import type { ChangedFile, DatasetTouched } from "../domain/change.ts";
import { type Condition, datasetOwners, type Policy, type PolicySource } from "../domain/policy.ts";
import { predicates } from "../predicates/index.ts";
import { demandsIn, groupsOf } from "./decide/standing.ts";

export interface GroupsNeededInput {
  readonly policy: PolicySource;
  readonly files: readonly ChangedFile[];
  readonly datasets: readonly DatasetTouched[];
}

/** Keys of all groups of the forge that a decision may have to know, such as `team:acme/data-controllers`, sorted. */
export function groupsNeeded({ policy, datasets }: GroupsNeededInput): readonly string[] {
  if (policy.state !== "valid") return [];
  const names = namesUsed(policy.policy);
  const ofPolicy = policy.policy.people.filter(({ name }) => names.has(name)).flatMap(({ keys }) => keys);
  const ofDatasets = names.has(datasetOwners) ? datasets.flatMap(({ owners }) => owners) : [];
  return [...new Set([...ofPolicy, ...ofDatasets])].sort();
}

/** Whether any group or requirement asks for a permission on the repository. */
export function needsPermissions({ people, requirements, otherwise }: Policy): boolean {
  const demands = [...requirements.map(({ require }) => require), ...(otherwise === null ? [] : [otherwise])].flatMap(
    demandsIn,
  );
  return (
    people.some(({ permission }) => permission !== null) ||
    demands.some((one) => one.form === "count" && one.permission !== null)
  );
}

function namesUsed(policy: Policy): ReadonlySet<string> {
  const demands = [
    ...policy.requirements.map(({ require }) => require),
    ...(policy.otherwise === null ? [] : [policy.otherwise]),
  ].flatMap(demandsIn);
  const seatsDiffer = demands.some((one) => one.form === "count" && one.distinct !== null);
  return new Set([
    ...demands.flatMap(groupsOf),
    ...policy.requirements.flatMap(({ when }) => (when === null ? [] : namesInCondition(when))),
    ...(policy.objectors ?? []),
    ...Object.values(policy.commands).flat(),
    ...policy.people.filter(({ organisation }) => seatsDiffer && organisation !== null).map(({ name }) => name),
  ]);
}

function namesInCondition(condition: Condition): readonly string[] {
  switch (condition.form) {
    case "all":
    case "any":
      return condition.of.flatMap(namesInCondition);
    case "not":
      return namesInCondition(condition.of);
    case "predicate": {
      const namesGroups = predicates.some(({ key, namesOf }) => key === condition.key && namesOf === "groups");
      return namesGroups ? (condition.wanted as readonly string[]) : []; // every predicate about groups takes their names
    }
    default:
      return condition satisfies never;
  }
}
