import { RE2JS } from "re2js";
import { z } from "zod";
import { quoteName } from "../formats/did-you-mean.ts";
import { definePredicate, fails, holds, unknown } from "./define-predicate.ts";
import { whyLeftOut } from "./left-out.ts";
import { isOfUnknownOrigin, unknownOrigin } from "./unknown-origin.ts";

const pattern = z
  .string()
  .min(1)
  .max(500)
  .superRefine((value, context) => {
    try {
      RE2JS.compile(value);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const message = `The regular expression ${quoteName(value)} cannot be used (RE2 syntax, so without look-around): ${why}.`;
      context.addIssue({ code: "custom", message });
    }
  });

export const title = definePredicate({
  key: "title",
  accepts: pattern,
  describe: "Whether this regular expression (RE2 syntax) is found somewhere in the title.",
  example: 'title: "^(fix|feat): "',
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(wanted, { change }) {
    if (isOfUnknownOrigin(change)) return unknownOrigin;
    const why = whyLeftOut(change, "title");
    if (why !== null) return unknown(why);
    return RE2JS.compile(wanted).matcher(change.title).find()
      ? holds(`its title matches ${quoteName(wanted)}`)
      : fails(`its title does not match ${quoteName(wanted)}`);
  },
});
