import { quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

export const jobRequestOpenTwin = defineRepositoryRule<{ change: number; otherPath: string; isEqual: boolean }>({
  id: "JOB-024",
  name: "job-request-open-twin",
  severity: "warning",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "Another open change asks for the same run, or brings a request of the same path.",
  why: "Both may be approved, by different people: the run is then asked for twice, or one request takes the place of the other. Known to the service alone, of changes to the same branch.",
  message: ({ change, otherPath, isEqual }) =>
    isEqual
      ? `The open change ${change} asks for the same, in ${quoteName(otherPath)}.`
      : `The open change ${change} brings another request at the same path, ${quoteName(otherPath)}.`,
  remedy: ({ isEqual }) =>
    isEqual ? "Close one of the two changes." : "Give the request another file name, or close one of the two changes.",
  bad: {
    path: "jobs/cohort.yml",
    text: jobExample(),
    context: [cohortDag],
    facts: { openRequests: [{ path: "jobs/cohort.yml", change: 12, otherPath: "jobs/again.yml", isEqual: true }] },
  },
  good: { path: "jobs/cohort.yml", text: jobExample(), context: [cohortDag], facts: { openRequests: [] } },
  checkAll({ openRequests }, report) {
    for (const { path, ...other } of openRequests ?? []) report(path, startOfFile, other);
  },
});
