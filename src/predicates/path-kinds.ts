import type { ChangedFile } from "../domain/change.ts";
import type { KindOfPath } from "../domain/policy.ts";
import { compileGlobs, compileMatcher } from "./glob.ts";
import type { ReachOf } from "./opaque.ts";
import { policyPaths } from "./protected-paths.ts";

export type KindOf = (path: string) => string;

/** Globs are costly to compile, and one policy judges thousands of paths. Nothing but time depends on it. */
const compiled = new WeakMap<readonly KindOfPath[], KindOf>();

/** Makes the function that says what a path is: the first kind that matches, `policy` for a policy, else `other`. */
export function createKindOf(kinds: readonly KindOfPath[]): KindOf {
  // Stryker disable all: what is remembered here is what would be made anew
  const known = compiled.get(kinds);
  if (known !== undefined) return known;
  const kindOf = compileKinds(kinds);
  compiled.set(kinds, kindOf);
  // Stryker restore all
  return kindOf;
}

function compileKinds(kinds: readonly KindOfPath[]): KindOf {
  const tests = kinds.map(({ name, globs }) => ({ name, matches: compileGlobs(globs) }));
  return (path) => {
    const kind = tests.find(({ matches }) => matches(path));
    if (kind !== undefined) return kind.name;
    return policyPaths.includes(path) ? "policy" : "other";
  };
}

export type KindsOf = (path: string) => readonly string[];

/** Makes the function that says what a path is, and what could be below it where it is opaque. */
export function createKindsOf(kinds: readonly KindOfPath[], opaque: ReadonlySet<string>): KindsOf {
  const kindOf = createKindOf(kinds);
  if (opaque.size === 0) return (path) => [kindOf(path)];
  const matchers = kinds.map(({ name, globs }) => ({ name, ...compileMatcher(globs) }));
  return (path) => {
    if (!opaque.has(path)) return [kindOf(path)];
    const named = matchers.filter(({ mayMatchBelow }) => mayMatchBelow(path));
    const policy = policyPaths.some((one) => one.startsWith(`${path}/`)) ? ["policy"] : [];
    const others = matchers.some(({ matchesAllBelow }) => matchesAllBelow(path)) ? [] : ["other"];
    return [...new Set([kindOf(path), ...named.map(({ name }) => name), ...policy, ...others])];
  };
}

/** Makes the function that says how much of what a path is, and of what could be below it, is of some kinds. */
export function createReachOfKinds(kinds: readonly string[], kindsOf: KindsOf): ReachOf {
  return (path) => {
    const ofPath = kindsOf(path);
    if (ofPath.every((kind) => kinds.includes(kind))) return "whole";
    return ofPath.some((kind) => kinds.includes(kind)) ? "partly" : "none";
  };
}

/** All paths that a change touches: a renamed or copied file counts under both of its paths. */
export function changedPaths(files: readonly ChangedFile[]): readonly string[] {
  return [
    ...new Set(files.flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath]))),
  ];
}
