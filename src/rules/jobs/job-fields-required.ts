import { z } from "zod";
import type { JobRequest } from "../../domain/run.ts";
import { countOf } from "../../formats/count-of.ts";
import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

const fields = ["agreement", "expires", "inputs", "resources.cpu", "resources.memory", "resources.timeout"] as const;

const options = z.strictObject({
  require: z.array(z.enum(fields)).max(fields.length).default([]).describe("What each job request must have."),
  "longest-days": z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe("How many days ahead `expires` may be; null: any number."),
});

export const jobFieldsRequired = defineRule<{ field: string; problem: string; remedy: string }, typeof options>({
  id: "JOB-012",
  name: "job-fields-required",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request lacks what the policy asks each request for.",
  why: "An approval is given for a purpose, under an agreement and for a time. Where a repository's policy wants these written down, a request without them cannot be judged.",
  options,
  message: ({ problem }) => problem,
  remedy: ({ remedy }) => remedy,
  bad: {
    path: "jobs/example.yml",
    text: jobExample(),
    context: [cohortDag],
    facts: { options: { require: ["agreement", "expires"] } },
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ agreement: "DPA-2026-014" }),
    context: [cohortDag],
    facts: { options: { require: ["agreement", "expires"] } },
  },
  check({ job, today }, report, { require: wanted, "longest-days": longest }) {
    if (job === null || !("job" in job)) return;
    const start = job.document.spanOf(["title"], "key");
    for (const field of wanted) {
      if (hasField(job.job, field)) continue;
      const problem = `Each job request of this repository must have ${quoteName(field)}.`;
      report(start, { field, problem, remedy: `Add ${quoteName(field)}.` });
    }
    const { expires } = job.job;
    const latest = longest === null ? null : addDays(today, longest);
    if (expires === null || longest === null || latest === null || expires <= latest) return;
    const problem = `This job request expires on ${expires}, which is more than ${countOf(longest, "day")} ahead.`;
    report(job.document.spanOf(["expires"]), { field: "expires", problem, remedy: `Set ${latest} or a day before.` });
  },
});

function hasField({ agreement, expires, inputs, resources }: JobRequest, field: (typeof fields)[number]): boolean {
  switch (field) {
    case "agreement":
      return agreement !== null;
    case "expires":
      return expires !== null;
    case "inputs":
      return inputs.length > 0;
    case "resources.cpu":
      return resources.cpu !== null;
    case "resources.memory":
      return resources.memory !== null;
    case "resources.timeout":
      return resources.timeout !== null;
    default:
      return field satisfies never;
  }
}

function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + Math.min(count, 1_000_000));
  return at.toISOString().slice(0, 10);
}
