import type { Condition } from "../../domain/policy.ts";
import type { PredicateFacts } from "../../predicates/define-predicate.ts";
import { predicates } from "../../predicates/index.ts";

/** The paths that a requirement which applies is responsible for; `null` where paths do not matter, which is all of them. */
export type Coverage = ReadonlySet<string> | null;

/** Whether a requirement applies, and to what. */
export interface Applicability {
  readonly answer: "holds" | "fails" | "unknown";
  readonly reason: string;
  /** Of what does not hold: nothing. */
  readonly covers: Coverage;
  /** It only might hold, by what could be below a link or a submodule: it asks for something, and covers nothing. */
  readonly isDoubtful?: true;
  /** It might be about more than it covers, by what is not known: it asks for something of every path. */
  readonly mayCoverMore?: true;
}

const nothing: ReadonlySet<string> = new Set();

const byKey = new Map(predicates.map((predicate) => [predicate.key, predicate]));

/** Judges a condition, or its contrary: `not` is carried down to the predicates, so that what is covered stays exact. */
export function judgeCondition(condition: Condition, facts: PredicateFacts, isDenied = false): Applicability {
  switch (condition.form) {
    case "not":
      return judgeCondition(condition.of, facts, !isDenied);
    case "all":
    case "any": {
      const parts = condition.of.map((part) => judgeCondition(part, facts, isDenied));
      if ((condition.form === "all") === isDenied) return joinAny(parts);
      return joinAll(parts, isDenied ? [] : parts.filter((_, index) => isOfKinds(condition.of[index])));
    }
    case "predicate":
      return judgePredicate(condition, facts, isDenied);
    default:
      return condition satisfies never;
  }
}

/** Whether it says which kinds a change brings. Several of them ask that it brings each, so that together they are about all. */
function isOfKinds(condition: Condition | undefined): boolean {
  return condition?.form === "predicate" && condition.key === "changes";
}

function joinAll(parts: readonly Applicability[], ofKinds: readonly Applicability[]): Applicability {
  const deciding = parts.filter(({ answer }) => answer === "fails").slice(0, 1);
  const unknown = parts.filter(({ answer }) => answer === "unknown");
  if (deciding.length > 0) return { answer: "fails", reason: listReasons(deciding), covers: nothing };
  if (unknown.length > 0) return { answer: "unknown", reason: listReasons(unknown), covers: nothing };
  if (parts.some(({ isDoubtful }) => isDoubtful)) return doubtful(listReasons(parts));
  const kinds = ofKinds.length === 0 ? [] : [setsOf(ofKinds).reduce((all, one) => all.union(one), nothing)];
  const others = setsOf(parts.filter((part) => !ofKinds.includes(part)));
  const covers = [...kinds, ...others].reduce<Coverage>(bothOf, null);
  return { answer: "holds", reason: listReasons(parts), covers, ...perhapsMore(parts) };
}

/** Whether one of several holds. */
export function joinAny(parts: readonly Applicability[]): Applicability {
  const holding = parts.filter(({ answer }) => answer === "holds");
  const unknown = parts.filter(({ answer }) => answer === "unknown");
  if (holding.length === 0) {
    if (unknown.length > 0) return { answer: "unknown", reason: listReasons(unknown), covers: nothing };
    return { answer: "fails", reason: listReasons(parts), covers: nothing };
  }
  const sets = setsOf(holding);
  const covers = sets.length < holding.length ? null : sets.reduce((all, one) => all.union(one), nothing);
  return { answer: "holds", reason: listReasons(holding), covers, ...perhapsMore([...holding, ...unknown]) };
}

/** What holds by one part may be about more by another, of which that is not known. */
function perhapsMore(parts: readonly Applicability[]): Pick<Applicability, "mayCoverMore"> {
  const isMore = parts.some(
    ({ answer, isDoubtful, mayCoverMore }) => answer === "unknown" || isDoubtful || mayCoverMore,
  );
  return isMore ? { mayCoverMore: true } : {};
}

function judgePredicate(
  condition: Condition & { form: "predicate" },
  facts: PredicateFacts,
  isDenied: boolean,
): Applicability {
  const predicate = byKey.get(condition.key);
  if (predicate === undefined)
    return { answer: "unknown", reason: `the condition \`${condition.key}\` is not known`, covers: nothing };
  const { answer, reason, paths, partly = [] } = predicate.evaluate(condition.wanted, facts);
  const { speaksOfPaths } = predicate;
  if (partly.length > 0 && answer === "holds" && (speaksOfPaths === "every" || paths.length === 0)) {
    return doubtful(reason);
  }
  // What is below a link or a submodule may be what it is about, and is not covered by it.
  const more = partly.length === 0 ? {} : ({ mayCoverMore: true } as const);
  if (!isDenied) return { answer, reason, covers: speaksOfPaths === "none" ? null : new Set(paths), ...more };
  // That something is absent is made so by no path; that not everything matches, by the paths that do not.
  if (speaksOfPaths !== "every") return { answer: deny(answer), reason, covers: null };
  return {
    answer: deny(answer),
    reason,
    covers: new Set(facts.paths).difference(new Set([...paths, ...partly])),
    ...more,
  };
}

function doubtful(reason: string): Applicability {
  return { answer: "holds", reason, covers: nothing, isDoubtful: true };
}

function deny(answer: Applicability["answer"]): Applicability["answer"] {
  return answer === "unknown" ? answer : answer === "holds" ? "fails" : "holds";
}

/** What each part covers, of those to which paths matter. */
function setsOf(parts: readonly Applicability[]): readonly ReadonlySet<string>[] {
  return parts.map(({ covers }) => covers).filter((covers) => covers !== null);
}

/** A path is covered by several conditions together only where each of them is about it. */
export function bothOf(one: Coverage, other: Coverage): Coverage {
  if (one === null || other === null) return one ?? other;
  return one.intersection(other);
}

function listReasons(parts: readonly Applicability[]): string {
  return [...new Set(parts.map(({ reason }) => reason))].join(" and ");
}
