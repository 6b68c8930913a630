import { listOf, name } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { anyOf, somePaths } from "./sentence.ts";

export const onlyChanges = definePredicate({
  key: "only-changes",
  accepts: listOf(name),
  describe: "Whether every changed path is of one of these kinds. False for a change that touches no file at all.",
  example: "only-changes: result",
  namesOf: "kinds",
  speaksOfPaths: "every",
  evaluate(kinds, { paths, kindsOf }) {
    const isMeant = (path: string) => kindsOf(path).every((kind) => kinds.includes(kind));
    const matched = paths.filter(isMeant);
    if (paths.length === 0) return fails("it changes no file");
    const partly = paths.filter((path) => !isMeant(path) && kindsOf(path).some((kind) => kinds.includes(kind)));
    const known = new Set([...matched, ...partly]);
    const others = paths.filter((path) => !known.has(path));
    return others.length === 0
      ? holds(`it changes only ${anyOf(kinds)}`, matched, partly)
      : fails(`it also changes ${somePaths(others)}, which is not ${anyOf(kinds)}`, matched, partly);
  },
});
