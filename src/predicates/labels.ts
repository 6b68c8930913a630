import { listNames } from "../formats/did-you-mean.ts";
import { listOf, name } from "./accepts.ts";
import { definePredicate, fails, holds, unknown } from "./define-predicate.ts";
import { whyLeftOut } from "./left-out.ts";
import { isOfUnknownOrigin, unknownOrigin } from "./unknown-origin.ts";

export const labels = definePredicate({
  key: "labels",
  accepts: listOf(name),
  describe: "Whether the change has all of these labels, whoever set them.",
  example: "labels: [urgent]",
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(wanted, { change }) {
    if (isOfUnknownOrigin(change)) return unknownOrigin;
    const why = whyLeftOut(change, "labels");
    if (why !== null) return unknown(why);
    const missing = wanted.filter((label) => !change.labels.some((one) => one.name === label));
    return missing.length === 0
      ? holds(`it has the label ${listNames(wanted)}`)
      : fails(`it has no label ${listNames(missing)}`);
  },
});
