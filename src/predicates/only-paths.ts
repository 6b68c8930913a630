import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileMatcher } from "./glob.ts";
import { createReachOf, divide } from "./opaque.ts";
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
    const { whole, partly, others } = divide(paths, createReachOf(compileMatcher(globs), opaque));
    return others.length === 0
      ? holds(`it changes only what matches ${anyOf(globs)}`, whole, partly)
      : fails(`it also changes ${somePaths(others)}`, whole, partly);
  },
});
