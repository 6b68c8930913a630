import { z } from "zod";
import { listNames } from "../formats/did-you-mean.ts";
import { listOf } from "./accepts.ts";
import { definePredicate, fails, holds, unknown } from "./define-predicate.ts";
import { whyLeftOut } from "./left-out.ts";
import { anyOf } from "./sentence.ts";

const severities = ["info", "warning", "error"] as const;

export const findings = definePredicate({
  key: "findings",
  accepts: listOf(z.enum(severities)),
  describe: "Whether the rules found something of this severity or a worse one.",
  example: "findings: error",
  namesOf: null,
  speaksOfPaths: "none",
  evaluate(wanted, { change }) {
    const least = Math.min(...wanted.map((severity) => severities.indexOf(severity)));
    const found = change.findings.find(({ severity }) => severities.indexOf(severity) >= least);
    if (found !== undefined) return holds(`it has a finding of severity \`${found.severity}\` (${found.rule})`);
    const why = whyLeftOut(change, "findings") ?? whyLeftOut(change, "unread");
    if (why !== null) return unknown(why);
    const { unread = [] } = change;
    return unread.length > 0
      ? unknown(`${listNames(unread, 3)} could not be examined, so it is not known what the rules would find there`)
      : fails(`it has no finding of severity ${anyOf(wanted)}`);
  },
});
