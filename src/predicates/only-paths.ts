import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileGlobs } from "./glob.ts";
import { anyOf, somePaths } from "./sentence.ts";

export const onlyPaths = definePredicate({
  key: "only-paths",
  accepts: listOf(glob),
  describe: "Whether every changed path matches one of these globs. False for a change that touches no file at all.",
  example: 'only-paths: ["docs/**"]',
  namesOf: null,
  speaksOfPaths: "every",
  evaluate(globs, { paths }) {
    if (paths.length === 0) return fails("it changes no file");
    const matches = compileGlobs(globs);
    const matched = paths.filter((path) => matches(path));
    const others = paths.filter((path) => !matches(path));
    return others.length === 0
      ? holds(`it changes only what matches ${anyOf(globs)}`, matched)
      : fails(`it also changes ${somePaths(others)}`, matched);
  },
});
