import { listOf, name } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { divide } from "./opaque.ts";
import { createReachOfKinds } from "./path-kinds.ts";
import { anyOf, somePaths } from "./sentence.ts";

export const onlyChanges = definePredicate({
  key: "only-changes",
  accepts: listOf(name),
  describe: "Whether every changed path is of one of these kinds. False for a change that touches no file at all.",
  example: "only-changes: result",
  namesOf: "kinds",
  speaksOfPaths: "every",
  evaluate(kinds, { paths, kindsOf }) {
    if (paths.length === 0) return fails("it changes no file");
    const { whole, partly, others } = divide(paths, createReachOfKinds(kinds, kindsOf));
    return others.length === 0
      ? holds(`it changes only ${anyOf(kinds)}`, whole, partly)
      : fails(`it also changes ${somePaths(others)}, which is not ${anyOf(kinds)}`, whole, partly);
  },
});
