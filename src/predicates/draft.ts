import { z } from "zod";
import { definePredicate, fails, holds } from "./define-predicate.ts";
import { isOfUnknownOrigin, unknownOrigin } from "./unknown-origin.ts";

export const draft = definePredicate({
  key: "draft",
  accepts: z.boolean(),
  describe: "Whether the change is a draft.",
  example: "draft: false",
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(wanted, { change }) {
    if (isOfUnknownOrigin(change)) return unknownOrigin;
    const reason = change.isDraft ? "it is a draft" : "it is no draft";
    return change.isDraft === wanted ? holds(reason) : fails(reason);
  },
});
