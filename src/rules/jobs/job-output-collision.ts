import { quoteName } from "../../formats/did-you-mean.ts";
import { foldPath } from "../../formats/fold-path.ts";
import { defineRule } from "../define-rule.ts";
import { cohortDag, jobExample } from "./job-example.ts";

/** As results are collected: the directory of a run gets a file of random digits by this name. */
const reserved = ".countersign-salt";

export const jobOutputCollision = defineRule<{ path: string; why: string }>({
  id: "JOB-014",
  name: "job-output-collision",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "Two outputs of a job request cannot both be files of one directory.",
  why: "Outputs are collected as files below one directory. Where one is a folder of another, or both are one name once capitals and accents are folded, one of them is lost, after the run.",
  message: ({ path, why }) => `The output ${quoteName(path)} ${why}.`,
  remedy: () => "Give each output a path of its own.",
  bad: {
    path: "jobs/example.yml",
    text: jobExample({ outputs: "[{ path: counts, kind: text }, { path: counts/north.csv, kind: table }]" }),
    context: [cohortDag],
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample({ outputs: "[{ path: notes.txt, kind: text }, { path: counts/north.csv, kind: table }]" }),
    context: [cohortDag],
  },
  check({ job }, report) {
    if (job === null || !("job" in job)) return;
    const seen = new Map<string, string>();
    for (const { path } of job.job.outputs) seen.set(foldPath(path), seen.get(foldPath(path)) ?? path);
    for (const [index, { path }] of job.job.outputs.entries()) {
      const why = objectTo(path, seen);
      if (why !== null) report(job.document.spanOf(["outputs", index, "path"]), { path, why });
    }
  },
});

function objectTo(path: string, seen: ReadonlyMap<string, string>): string | null {
  const folded = foldPath(path);
  if (folded === reserved) return "has a name that is reserved";
  const twin = seen.get(folded);
  if (twin !== undefined && twin !== path) return `is the same name as ${quoteName(twin)} where capitals are folded`;
  const parts = folded.split("/");
  for (let length = 1; length < parts.length; length += 1) {
    const other = seen.get(parts.slice(0, length).join("/"));
    if (other !== undefined) return `lies in ${quoteName(other)}, which is an output itself`;
  }
  return null;
}
