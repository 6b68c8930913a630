import { spanOfProblem } from "../../formats/format-problem.ts";
import { defineRule } from "../define-rule.ts";

export const dvcSchema = defineRule<{ said: string }>({
  id: "DVC-001",
  name: "dvc-schema",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "A `.dvc` file or `dvc.lock` is not what DVC writes.",
  why: "The digest in it decides which object is published, and DVC makes a path of it: a crafted digest or path would reach objects that nobody approved. Settings that DVC does not write by itself can send data elsewhere.",
  message: ({ said }) => said,
  remedy: () => "Let `dvc add` or Countersign write the file, and commit it as it is.",
  bad: `
    outs:
    - md5: ../../../../etc/passwd
      size: 12
      hash: md5
      path: counts.csv
  `,
  good: `
    outs:
    - md5: d8e8fca2dc0f896fd7cb4cb0031ba249
      size: 12
      hash: md5
      path: counts.csv
  `,
  check({ dvc }, report) {
    if (dvc === null || "file" in dvc) return;
    for (const problem of dvc.problems) report(spanOfProblem(problem), { said: problem.message });
  },
});
