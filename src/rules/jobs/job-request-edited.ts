import { startOfFile } from "../../formats/text-positions.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

const changed = (status: "modified" | "added") => [
  { path: "jobs/example.yml", previousPath: null, status, mode: "100644", size: 300, kind: "job" } as const,
];

export const jobRequestEdited = defineRepositoryRule<{ path: string }>({
  id: "JOB-019",
  name: "job-request-edited",
  severity: "info",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "A job request that is on the branch is edited, and so asks for another run.",
  why: "A run belongs to the text of its request: what was approved and ran stays as it was, and the new text is one more run, with results of its own.",
  message: () => "This request is on the branch already, so its new text asks for one more run.",
  remedy: () => "Approve it as a run of its own; what the former text gave is not replaced.",
  bad: { path: "jobs/example.yml", text: jobExample(), context: [cohortDag], facts: { changed: changed("modified") } },
  good: { path: "jobs/example.yml", text: jobExample(), context: [cohortDag], facts: { changed: changed("added") } },
  checkAll({ changed: all }, report) {
    for (const { path, status, kind } of all ?? []) {
      if (kind === "job" && status === "modified" && /\.ya?ml$/.test(path)) report(path, startOfFile, { path });
    }
  },
});
