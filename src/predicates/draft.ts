import { z } from "zod";
import { definePredicate, fails, holds } from "./define-predicate.ts";

export const draft = definePredicate({
  key: "draft",
  accepts: z.boolean(),
  describe: "Whether the change is a draft.",
  example: "draft: false",
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(wanted, { change }) {
    const reason = change.isDraft ? "it is a draft" : "it is no draft";
    return change.isDraft === wanted ? holds(reason) : fails(reason);
  },
});
