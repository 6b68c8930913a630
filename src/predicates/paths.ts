import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileGlobs, compileGlobsBelow } from "./glob.ts";
import { holdsForAll } from "./opaque.ts";
import { anyOf, somePaths } from "./sentence.ts";

export const paths = definePredicate({
  key: "paths",
  accepts: listOf(glob),
  describe:
    "Whether at least one changed path matches one of these globs. A renamed or copied file counts under both of its paths.",
  example: 'paths: ["dags/billing/**"]',
  namesOf: null,
  speaksOfPaths: "some",
  evaluate(globs, { paths: changed, opaque }) {
    const [matches, mayMatchBelow] = [compileGlobs(globs), compileGlobsBelow(globs)];
    const matched = changed.filter((path) => matches(path) || (opaque.has(path) && mayMatchBelow(path)));
    const whole = matched.filter((path) => holdsForAll(matches, path, opaque));
    const known = new Set(whole);
    const partly = matched.filter((path) => opaque.has(path) && !known.has(path));
    return matched.length > 0
      ? holds(`it changes ${somePaths(matched)}`, whole, partly)
      : fails(`it changes nothing that matches ${anyOf(globs)}`);
  },
});
