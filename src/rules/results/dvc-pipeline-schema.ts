import { readDvcPipeline } from "../../formats/dvc-pipeline.ts";
import { spanOfProblem } from "../../formats/format-problem.ts";
import { defineRule } from "../define-rule.ts";

export const dvcPipelineSchema = defineRule<{ said: string }>({
  id: "RES-006",
  name: "dvc-pipeline-schema",
  severity: "warning",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "A `dvc.yaml` is not what DVC reads.",
  why: "DVC refuses such a file as a whole, with every stage that is in it.",
  message: ({ said }) => said,
  remedy: () =>
    "Write each stage with a `cmd`, and with lists of `deps` and `outs`, as `dvc stage add` does; `dvc stage list` says whether DVC can read it.",
  bad: { path: "dvc.yaml", text: "stages:\n  count:\n    command: python count.py\n    outs: [counts.csv]\n" },
  good: { path: "dvc.yaml", text: "stages:\n  count:\n    cmd: python count.py\n    outs: [counts.csv]\n" },
  check({ path, text }, report) {
    if (!/(?:^|\/)dvc\.yaml$/.test(path)) return;
    const reading = readDvcPipeline(text, path);
    if ("outs" in reading) return;
    for (const problem of reading.problems) report(spanOfProblem(problem), { said: problem.message });
  },
});
