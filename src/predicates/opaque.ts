import type { ChangedFile } from "../domain/change.ts";
import type { PathMatcher, PathTest } from "./glob.ts";

/** Paths at which something else than an ordinary file stands or stood: a link, a submodule, or nobody knows what. */
export function opaquePaths(files: readonly ChangedFile[]): ReadonlySet<string> {
  return new Set(
    files
      .filter(({ mode, previousMode }) => !isOrdinary(mode) || !isOrdinary(previousMode ?? mode))
      .flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath])),
  );
}

function isOrdinary(mode: string): boolean {
  return /^100[0-7]{3}$/.test(mode);
}

/** How much is matched of a path and, where it is opaque, of all that could be below it. `whole` is proved, `none` as well. */
export type Reach = "whole" | "partly" | "none";
export type ReachOf = (path: string) => Reach;

/** Makes the function that says how far a matcher reaches. */
export function createReachOf(matcher: PathMatcher, opaque: ReadonlySet<string>): ReachOf {
  return (path) => {
    const isMatched = matcher.matches(path);
    if (!opaque.has(path)) return isMatched ? "whole" : "none";
    if (isMatched && matcher.matchesAllBelow(path)) return "whole";
    return isMatched || matcher.mayMatchBelow(path) ? "partly" : "none";
  };
}

/** Paths by their reach, each list in the order of `paths`; `matched` are those of which anything is. */
export interface Divided extends Record<"matched" | "whole" | "partly" | "others", readonly string[]> {}

export function divide(paths: readonly string[], reachOf: ReachOf): Divided {
  const reaches = new Map(paths.map((path) => [path, reachOf(path)]));
  const those = (test: (reach: Reach | undefined) => boolean) => paths.filter((path) => test(reaches.get(path)));
  return {
    matched: those((reach) => reach !== "none"),
    whole: those((reach) => reach === "whole"),
    partly: those((reach) => reach === "partly"),
    others: those((reach) => reach === "none"),
  };
}

/** What one of two matchers matches. Below a path all is matched only where one of them alone matches all. */
export function eitherOf(one: PathMatcher, other: PathMatcher): PathMatcher {
  const either =
    (first: PathTest, second: PathTest): PathTest =>
    (path) =>
      first(path) || second(path);
  return {
    matches: either(one.matches, other.matches),
    mayMatchBelow: either(one.mayMatchBelow, other.mayMatchBelow),
    matchesAllBelow: either(one.matchesAllBelow, other.matchesAllBelow),
  };
}
