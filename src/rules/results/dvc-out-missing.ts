import { quoteName } from "../../formats/did-you-mean.ts";
import type { DvcOut } from "../../formats/dvc-file.ts";
import { defineRule } from "../define-rule.ts";

export const dvcOutMissing = defineRule<{ path: string; why: string }>({
  id: "RES-001",
  name: "dvc-out-missing",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "A `.dvc` file names an output that no remote would hold.",
  why: "A result is what its digest says. Without one there is nothing to approve, and what DVC neither caches nor pushes cannot be published.",
  message: ({ path, why }) => `The output ${quoteName(path)} ${why}, so there is nothing to publish.`,
  remedy: () => "Let `dvc add` compute the digest, and leave `cache` and `push` out.",
  bad: `
    outs:
    - path: counts.csv
  `,
  good: `
    outs:
    - md5: d8e8fca2dc0f896fd7cb4cb0031ba249
      size: 12
      hash: md5
      path: counts.csv
  `,
  check({ dvc, path }, report) {
    if (dvc === null || !("file" in dvc) || !path.endsWith(".dvc")) return;
    for (const [index, out] of dvc.file.outs.entries()) {
      const why = objectTo(out);
      if (why !== null) report(dvc.document.spanOf(["outs", index, "path"]), { path: out.path, why });
    }
  },
});

function objectTo({ md5, isCached, isPushed }: DvcOut): string | null {
  if (md5 === null) return "has no digest";
  if (isCached === false) return "is kept in git (`cache: false`)";
  return isPushed === false ? "is never pushed (`push: false`)" : null;
}
