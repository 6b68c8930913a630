import { z } from "zod";
import { listOf } from "./accepts.ts";
import { definePredicate, fails, holds } from "./define-predicate.ts";
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
    return found === undefined
      ? fails(`it has no finding of severity ${anyOf(wanted)}`)
      : holds(`it has a finding of severity \`${found.severity}\` (${found.rule})`);
  },
});
