import type { DvcFile } from "../../formats/dvc-file.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";
import { runResultPath } from "./run-result-path.ts";

export const runResultForm = defineRule<{ why: string }>({
  id: "RES-012",
  name: "run-result-form",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "The results of a run are not told as Countersign tells them: by one digest, of a directory.",
  why: "That directory has a random file in it, so that nobody can guess a small table from its digest. The digest of a single file, its size or the number of files would give that away before anybody approved it; and what is not the digest that the run gave is never published.",
  message: ({ why }) => `This file stands for the results of a run, and ${why}.`,
  remedy: () => "Leave it as Countersign raised it; ask for another run with a new job request.",
  bad: {
    path: "results/cohort/run-5d41402abc4b2a76b971.dvc",
    text: "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  size: 12\n  hash: md5\n  path: counts.csv\n",
  },
  good: {
    path: "results/cohort/run-5d41402abc4b2a76b971.dvc",
    text: "outs:\n- md5: 9d4ca3bd4e3f0ad3a1f6a8fbf1ef1e4b.dir\n  hash: md5\n  path: run-5d41402abc4b2a76b971\n",
  },
  check({ dvc, path }, report) {
    const run = runResultPath.exec(path)?.[1];
    if (run === undefined || dvc === null || !("file" in dvc)) return;
    const why = objectTo(dvc.file, run);
    if (why !== null) report(startOfFile, { why });
  },
});

function objectTo({ outs }: DvcFile, run: string): string | null {
  const [out, other] = outs;
  if (out === undefined || other !== undefined) return `has ${outs.length} outputs instead of one`;
  if (out.md5 !== null && !out.md5.endsWith(".dir")) return "names a single file instead of a directory";
  if (out.size !== null || out.files !== null) return "tells a size or a number of files";
  return out.path === run ? null : "its output has another name than the run";
}
