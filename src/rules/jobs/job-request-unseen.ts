import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";
import { jobExample } from "./job-example.ts";

export const jobRequestUnseen = defineRule<{ path: string }>({
  id: "JOB-017",
  name: "job-request-unseen",
  severity: "warning",
  confidence: "medium",
  about: "text",
  reach: "file",
  summary: "A file looks like a job request, and stands where none is looked for.",
  why: "Only files that the policy's `kinds` call `job` are job requests, by default `jobs/**/*.yml`. One with another name or in another place is merged like any text, and never runs.",
  message: ({ path }) => `${quoteName(path)} looks like a job request, and is none by its name.`,
  remedy: () =>
    "Name it as the policy's `kinds` say, by default such as `jobs/cohort-size.yml`, or give the kind `job` there a glob that it matches: `kinds` in a policy replaces the default ones.",
  bad: { path: "jobs/example.yaml", text: jobExample() },
  good: { path: "jobs/values.yaml", text: "min_age: 18\n" },
  check({ path, kind, text }, report) {
    if (kind !== "other" || !/^jobs\/.*\.ya?ml$/i.test(path)) return;
    const keys = ["version", "title", "engine", "outputs", "purpose"];
    if (keys.every((key) => new RegExp(`^${key}\\s{0,9}:`, "m").test(text))) report(startOfFile, { path });
  },
});
