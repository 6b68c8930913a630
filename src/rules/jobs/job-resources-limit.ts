import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import { parseDuration } from "../../formats/duration.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

const memory = z.string().regex(/^[1-9][0-9]{0,6}(Ki|Mi|Gi|Ti)$/, "`memory` must be such as `512Mi` or `4Gi`.");
const timeout = z.string().regex(/^[1-9][0-9]{0,6}(s|m|h|d)$/, "`timeout` must be such as `30m` or `2h`.");

const options = z.strictObject({
  cpu: z.number().positive().nullable().default(null).describe("The most processors that a run may ask for."),
  memory: memory.nullable().default(null).describe("The most memory, such as `16Gi`."),
  timeout: timeout.nullable().default(null).describe("The longest time, such as `12h`."),
});

export const jobResourcesLimit = defineRule<{ field: string; asked: string; most: string }, typeof options>({
  id: "JOB-013",
  name: "job-resources-limit",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request asks for more than the policy allows.",
  why: "A run that asks for more than the node gives waits for ever, or keeps the others waiting.",
  options,
  message: ({ field, asked, most }) =>
    `The request asks for ${quoteName(`${field}: ${asked}`)}, and at most ${quoteName(most)} is allowed.`,
  remedy: ({ most }) => `Ask for ${quoteName(most)} or less.`,
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ resources: "{ memory: 64Gi }" }),
    context: [cohortDag],
    facts: { options: { memory: "16Gi" } },
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ resources: "{ memory: 16384Mi }" }),
    context: [cohortDag],
    facts: { options: { memory: "16Gi" } },
  },
  check({ job }, report, limits) {
    if (job === null || !("job" in job)) return;
    for (const field of ["cpu", "memory", "timeout"] as const) {
      const [asked, most] = [job.job.resources[field], limits[field]];
      if (asked === null || most === null || amountOf(asked) <= amountOf(most)) continue;
      const span = job.document.spanOf(["resources", field]);
      report(span, { field, asked: String(asked), most: String(most) });
    }
  },
});

const units: Readonly<Record<string, number>> = { Ki: 1, Mi: 1024, Gi: 1024 ** 2, Ti: 1024 ** 3 };

/** Of one field's amounts, which is more. */
function amountOf(amount: number | string): number {
  if (typeof amount === "number") return amount;
  const unit = units[amount.slice(-2)];
  return unit === undefined ? (parseDuration(amount) ?? 0) : Number(amount.slice(0, -2)) * unit;
}
