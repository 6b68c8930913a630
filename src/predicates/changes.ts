import { listOf, name } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { divide } from "./opaque.ts";
import { createReachOfKinds } from "./path-kinds.ts";
import { anyOf, somePaths } from "./sentence.ts";

export const changes = definePredicate({
  key: "changes",
  accepts: listOf(name),
  describe:
    "Whether at least one changed path is of one of these kinds. A renamed or copied file counts under both of its paths.",
  example: "changes: [job, dag]",
  namesOf: "kinds",
  speaksOfPaths: "some",
  evaluate(kinds, { paths, kindsOf }) {
    const { matched, whole, partly } = divide(paths, createReachOfKinds(kinds, kindsOf));
    return matched.length > 0
      ? holds(`it changes ${somePaths(matched)} (${anyOf(kinds)})`, whole, partly)
      : fails(`it changes nothing of kind ${anyOf(kinds)}`);
  },
});
