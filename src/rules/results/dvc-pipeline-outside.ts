import { quoteName } from "../../formats/did-you-mean.ts";
import { type PipelineOut, readDvcPipeline } from "../../formats/dvc-pipeline.ts";
import { fillTemplate } from "../../formats/dvc-templates.ts";
import { folderOf } from "../../formats/relative-path.ts";
import { defineRule } from "../define-rule.ts";

export const dvcPipelineOutside = defineRule<{ stage: string; out: string; why: string }>({
  id: "RES-007",
  name: "dvc-pipeline-outside",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "line",
  summary: "A stage of a `dvc.yaml` writes outside of the repository.",
  why: "What a pipeline writes elsewhere is in no commit and in no remote that was agreed on: it could overwrite a file of the machine, or carry data to a place of somebody's choice.",
  message: ({ stage, out, why }) => `The output ${quoteName(out)} of the stage ${quoteName(stage)} ${why}.`,
  remedy: () => "Give it a path inside the repository.",
  bad: { path: "dvc.yaml", text: "stages:\n  count:\n    cmd: python count.py\n    outs: [/srv/shared/counts.csv]\n" },
  good: { path: "dvc.yaml", text: "stages:\n  count:\n    cmd: python count.py\n    outs: [results/counts.csv]\n" },
  check({ path, text }, report) {
    if (!/(?:^|\/)dvc\.yaml$/.test(path)) return;
    const reading = readDvcPipeline(text, path);
    if (!("outs" in reading)) return;
    const folder = folderOf(path);
    for (const one of reading.outs) {
      const why = objectTo(one, folder);
      if (why !== null) report(reading.document.spanOf(one.at), { stage: one.stage, out: one.path, why });
    }
  },
});

/** A template (`${…}`) whose value stands elsewhere is only known when DVC runs. */
function objectTo({ path, wdir, values }: PipelineOut, folder: string): string | null {
  const objections = values.map((of) => objectToPath(fillTemplate(path, of), fillTemplate(wdir, of), folder));
  return objections.find((one) => one !== null) ?? null;
}

function objectToPath(path: string, wdir: string, folder: string): string | null {
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(path)) return "is a place outside of the repository";
  if (/^(?:\/|[A-Za-z]:[\\/]|~)/.test(path)) return "is an absolute path";
  if (path.includes("${") || wdir.includes("${")) return null;
  if (wdir.startsWith("/")) return "is written below an absolute `wdir`";
  return leaves(`${folder}/${wdir}/${path}`) ? "leaves the repository" : null;
}

function leaves(path: string): boolean {
  let depth = 0;
  for (const part of path.split("/")) {
    if (part === "..") depth -= 1;
    else if (part !== "" && part !== ".") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
