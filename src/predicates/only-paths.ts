import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileGlobs, compileGlobsBelow } from "./glob.ts";
import { holdsForAll } from "./opaque.ts";
import { anyOf, somePaths } from "./sentence.ts";

export const onlyPaths = definePredicate({
  key: "only-paths",
  accepts: listOf(glob),
  describe: "Whether every changed path matches one of these globs. False for a change that touches no file at all.",
  example: 'only-paths: ["docs/**"]',
  namesOf: null,
  speaksOfPaths: "every",
  evaluate(globs, { paths, opaque }) {
    if (paths.length === 0) return fails("it changes no file");
    const test = compileGlobs(globs);
    const matches = (path: string) => holdsForAll(test, path, opaque);
    const matched = paths.filter(matches);
    const mayMatchBelow = compileGlobsBelow(globs);
    const whole = new Set(matched);
    const partly = paths.filter((path) => opaque.has(path) && !whole.has(path) && (test(path) || mayMatchBelow(path)));
    const known = new Set([...matched, ...partly]);
    const others = paths.filter((path) => !known.has(path));
    return others.length === 0
      ? holds(`it changes only what matches ${anyOf(globs)}`, matched, partly)
      : fails(`it also changes ${somePaths(others)}`, matched, partly);
  },
});
