import { type CountDemand, type Demand, datasetOwners } from "../../domain/policy.ts";
import { listNames } from "../../formats/did-you-mean.ts";
import type { FormatProblem } from "../../formats/format-problem.ts";
import { askedFor, neededIn } from "./asked-for.ts";
import { type NoteSubject, noteOn } from "./note-subject.ts";

/** Two counts in an `all`, which one person who is in both groups fills alone. */
export function findOneForTwo(subject: NoteSubject): readonly FormatProblem[] {
  return askedFor(subject).flatMap(({ layer, demand }) =>
    alternativesIn(demand).flatMap((part) => {
      const counts = neededIn(part).filter(isOfPeople);
      const [first, second] = counts.flatMap((one, index) => {
        const other = counts.slice(0, index).find((before) => mayBeOne(before, one));
        return other === undefined ? [] : [other, one];
      });
      if (first === undefined || second === undefined) return [];
      const from = [...new Set([...first.from, ...second.from])];
      const people = first.count + second.count;
      if (counts.some((one) => one.count >= people && from.every((name) => one.from.includes(name)))) return [];
      const whole = `{ count: ${people}, from: [${from.join(", ")}] }`;
      const who = from.length === 1 ? "Whoever approves for the one" : `Who is in ${listNames(from)}`;
      const message = `${who} fills both counts alone. If that shall be ${people} people, ${from.length === 1 ? `write \`${whole}\` in their place` : `add \`${whole}\` beside them`}.`;
      return [noteOn(layer, second, message)];
    }),
  );
}

/** The demand itself, and what stands in an `any` below it. */
function alternativesIn(demand: Demand): readonly Demand[] {
  if (demand.form === "any") return demand.of.flatMap(alternativesIn);
  return demand.form === "all"
    ? [demand, ...demand.of.filter(({ form }) => form === "any").flatMap(alternativesIn)]
    : [demand];
}

function isOfPeople(demand: Demand): demand is CountDemand {
  return (
    demand.form === "count" && demand.each === null && demand.from.length > 0 && !demand.from.includes(datasetOwners)
  );
}

/** Of the same groups, or of others altogether. Where some are the same, the larger count is meant to hold for both. */
function mayBeOne(one: CountDemand, other: CountDemand): boolean {
  const [first, second] = [new Set(one.from), new Set(other.from)];
  const isSame = first.size === second.size && first.isSubsetOf(second);
  return (
    first.isDisjointFrom(second) || (isSame && one.permission === other.permission && one.distinct === other.distinct)
  );
}
