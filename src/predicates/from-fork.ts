import { z } from "zod";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { isOfUnknownOrigin, unknownOrigin } from "./unknown-origin.ts";

export const fromFork = definePredicate({
  key: "from-fork",
  accepts: z.boolean(),
  describe: "Whether the change comes from a fork of the repository.",
  example: "from-fork: true",
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(wanted, { change }) {
    if (isOfUnknownOrigin(change)) return unknownOrigin;
    const reason = change.isFork ? "it comes from a fork" : "it does not come from a fork";
    return change.isFork === wanted ? holds(reason) : fails(reason);
  },
});
