import { permissionLevels } from "../../domain/change.ts";
import type { CountDemand, Demand, PeopleGroup } from "../../domain/policy.ts";
import { isMet } from "./asked-for.ts";

/** Whether what meets one demand always meets another, as far as that is easily seen. */
export function implies(one: Demand, other: Demand, people: readonly PeopleGroup[]): boolean {
  if (isMet(other) || isSame(one, other)) return true;
  if (other.form === "all") return other.of.every((part) => implies(one, part, people));
  if (one.form === "any") return one.of.every((part) => implies(part, other, people));
  if (other.form === "any" && other.of.some((part) => implies(one, part, people))) return true;
  if (one.form === "all") return one.of.some((part) => implies(part, other, people));
  return one.form === "count" && other.form === "count" && asksAsMuch(one, other, people);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function asksAsMuch(one: CountDemand, other: CountDemand, people: readonly PeopleGroup[]): boolean {
  const isAlike = one.each === other.each && (other.blind !== true || one.blind === true);
  const isStrong = other.permission === null || isAtLeast(one.permission, other.permission);
  if (!isAlike || !isStrong || one.count < other.count) return false;
  const isWithin =
    other.from.length === 0 || (one.from.length > 0 && one.from.every((name) => other.from.includes(name)));
  if (isWithin) return other.distinct === null || one.distinct === other.distinct;
  return other.distinct === null && seatsWithin(one, other, people) >= other.count;
}

function isAtLeast(one: CountDemand["permission"], other: CountDemand["permission"]): boolean {
  return one !== null && other !== null && permissionLevels.indexOf(one) >= permissionLevels.indexOf(other);
}

/** How many of the organisations that are asked for can only be those for which none but these groups sit. */
function seatsWithin(
  { count, distinct, seats }: CountDemand,
  { from }: CountDemand,
  people: readonly PeopleGroup[],
): number {
  if (distinct === null) return 0;
  const others = people.filter(({ name }) => !from.includes(name) && (seats?.includes(name) ?? true));
  return count - new Set(others.flatMap(({ organisation }) => organisation ?? [])).size;
}
