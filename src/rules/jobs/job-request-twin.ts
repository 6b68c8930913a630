import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

export const jobRequestTwin = defineRepositoryRule<{ other: string }>({
  id: "JOB-016",
  name: "job-request-twin",
  severity: "warning",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "Two job requests ask for the same.",
  why: "Each request is one run. Of two that are equal to the letter one is a copy that was forgotten, or a run is asked for twice: whoever approves it should know that.",
  message: ({ other }) => `This request is the same as ${quoteName(other)}.`,
  remedy: () => "Remove it, or say in its title why it is to run again.",
  bad: {
    path: "jobs/again.yml",
    text: jobExample(),
    context: [{ path: "jobs/example.yml", text: jobExample() }, cohortDag],
  },
  good: {
    path: "jobs/again.yml",
    text: jobExample().replace("by region", "by region, with the data of May"),
    context: [{ path: "jobs/example.yml", text: jobExample() }, cohortDag],
  },
  checkAll({ jobs }, report) {
    for (const same of Map.groupBy(jobs, ({ digest }) => digest).values()) {
      const first = same.find(({ isAsked }) => !isAsked) ?? same[0];
      if (first === undefined || same.length < 2) continue;
      for (const { path, isAsked } of same) {
        if (isAsked && path !== first.path)
          report(path, startOfFile, { other: first.path }, first.isAsked ? "high" : "medium");
      }
    }
  },
});
