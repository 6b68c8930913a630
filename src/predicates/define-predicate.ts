import type { z } from "zod";
import type { ChangeRequest } from "../domain/change.ts";
import type { KindsOf } from "./path-kinds.ts";
import type { Roster } from "./roster.ts";

/** What a predicate may look at. */
export interface PredicateFacts {
  readonly change: ChangeRequest;
  /** All paths that the change touches, both of a renamed file. */
  readonly paths: readonly string[];
  /** Those of them at which no ordinary file stands or stood, so that anything could be below. */
  readonly opaque: ReadonlySet<string>;
  /** What a path is; more than one kind where it is opaque. */
  readonly kindsOf: KindsOf;
  readonly roster: Roster;
}

/** `paths` are those that a predicate about paths matched, with all that could be below them, whatever its answer. `unknown`: a fact could not be read. */
export interface Verdict {
  readonly answer: "holds" | "fails" | "unknown";
  readonly reason: string;
  readonly paths: readonly string[];
  /** Opaque paths of which only a part may match. They count as matched and as not matched, whichever asks for more; absent: none. */
  readonly partly?: readonly string[];
}

/** How a predicate speaks of paths: that some match, that every one matches, or not at all. */
export type PathQuantifier = "some" | "every" | "none";

export interface PredicateDefinition<T> {
  /** The key of `when`. */
  readonly key: string;
  readonly accepts: z.ZodType<T>;
  /** One or two sentences for the reference. */
  readonly describe: string;
  /** YAML of one line, as in the reference. */
  readonly example: string;
  /** What its values name, so that unknown names are found when the policy is read. */
  readonly namesOf: "kinds" | "groups" | null;
  readonly speaksOfPaths: PathQuantifier;
  readonly evaluate: (wanted: T, facts: PredicateFacts) => Verdict;
}

/** A predicate whose values are opaque to everybody else. */
export interface Predicate extends Omit<PredicateDefinition<unknown>, "evaluate"> {
  /** `wanted` must be what `accepts` gave. */
  readonly evaluate: (wanted: unknown, facts: PredicateFacts) => Verdict;
}

/** Defines one predicate of the policy's `when`. */
export function definePredicate<T>(definition: PredicateDefinition<T>): Predicate {
  // A condition's `wanted` is only ever made by `accepts` of the predicate with its key, which gives a T.
  return { ...definition, evaluate: (wanted, facts) => definition.evaluate(wanted as T, facts) };
}

export function holds(reason: string, paths: readonly string[] = [], partly: readonly string[] = []): Verdict {
  return { answer: "holds", reason, paths, ...(partly.length > 0 ? { partly } : {}) };
}

export function fails(reason: string, paths: readonly string[] = [], partly: readonly string[] = []): Verdict {
  return { answer: "fails", reason, paths, ...(partly.length > 0 ? { partly } : {}) };
}

export function unknown(reason: string): Verdict {
  return { answer: "unknown", reason, paths: [] };
}
