import type { Condition } from "../../domain/policy.ts";
import type { PredicateFacts } from "../../predicates/define-predicate.ts";
import { predicates } from "../../predicates/index.ts";

/** Whether a requirement applies. `covers` are the paths that make it so; `null` where paths do not matter, which is all of them. */
export interface Applicability {
  readonly answer: "holds" | "fails" | "unknown";
  readonly reason: string;
  readonly covers: ReadonlySet<string> | null;
  /** It only might hold, by what could be below a link or a submodule: it asks for something, and covers nothing. */
  readonly isDoubtful?: true;
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
      return (condition.form === "all") === isDenied ? joinAny(parts) : joinAll(parts);
    }
    case "predicate":
      return judgePredicate(condition, facts, isDenied);
    default:
      return condition satisfies never;
  }
}

function joinAll(parts: readonly Applicability[]): Applicability {
  const deciding = parts.filter(({ answer }) => answer === "fails").slice(0, 1);
  const unknown = parts.filter(({ answer }) => answer === "unknown");
  if (deciding.length > 0) return { answer: "fails", reason: listReasons(deciding), covers: null };
  if (unknown.length > 0) return { answer: "unknown", reason: listReasons(unknown), covers: null };
  if (parts.some(({ isDoubtful }) => isDoubtful)) return doubtful(listReasons(parts));
  const sets = parts.flatMap(({ covers }) => (covers === null ? [] : [covers]));
  return { answer: "holds", reason: listReasons(parts), covers: sets.length === 0 ? null : unite(sets) };
}

/** Whether one of several holds. */
export function joinAny(parts: readonly Applicability[]): Applicability {
  const holding = parts.filter(({ answer }) => answer === "holds");
  const unknown = parts.filter(({ answer }) => answer === "unknown");
  if (holding.length === 0) {
    if (unknown.length > 0) return { answer: "unknown", reason: listReasons(unknown), covers: null };
    return { answer: "fails", reason: listReasons(parts), covers: null };
  }
  if (holding.every(({ isDoubtful }) => isDoubtful)) return doubtful(listReasons(holding));
  const sets = holding.flatMap(({ covers }) => (covers === null ? [] : [covers]));
  return { answer: "holds", reason: listReasons(holding), covers: sets.length < holding.length ? null : unite(sets) };
}

function judgePredicate(
  condition: Condition & { form: "predicate" },
  facts: PredicateFacts,
  isDenied: boolean,
): Applicability {
  const predicate = byKey.get(condition.key);
  if (predicate === undefined)
    return { answer: "unknown", reason: `the condition \`${condition.key}\` is not known`, covers: null };
  const { answer, reason, paths, partly = [] } = predicate.evaluate(condition.wanted, facts);
  const { speaksOfPaths } = predicate;
  if (partly.length > 0 && answer === "holds" && (speaksOfPaths === "every" || paths.length === 0)) {
    return doubtful(reason);
  }
  if (!isDenied) return { answer, reason, covers: speaksOfPaths === "none" ? null : new Set(paths) };
  // That something is absent is made so by no path; that not everything matches, by the paths that do not.
  const covers = speaksOfPaths === "every" ? new Set(facts.paths).difference(new Set([...paths, ...partly])) : null;
  return { answer: deny(answer), reason, covers };
}

function doubtful(reason: string): Applicability {
  return { answer: "holds", reason, covers: nothing, isDoubtful: true };
}

function deny(answer: Applicability["answer"]): Applicability["answer"] {
  return answer === "unknown" ? answer : answer === "holds" ? "fails" : "holds";
}

function unite(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first, ...rest] = sets;
  return first !== undefined && rest.length === 0 ? first : new Set(sets.flatMap((set) => [...set]));
}

function listReasons(parts: readonly Applicability[]): string {
  return [...new Set(parts.map(({ reason }) => reason))].join(" and ");
}
