import { glob, listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { compileMatcher } from "./glob.ts";
import { createReachOf, divide } from "./opaque.ts";
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
    const { matched, whole, partly } = divide(changed, createReachOf(compileMatcher(globs), opaque));
    return matched.length > 0
      ? holds(`it changes ${somePaths(matched)}`, whole, partly)
      : fails(`it changes nothing that matches ${anyOf(globs)}`);
  },
});
