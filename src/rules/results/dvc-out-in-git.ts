import { quoteName } from "../../formats/did-you-mean.ts";
import { beside } from "../../formats/relative-path.ts";
import { defineRule } from "../define-rule.ts";

export const dvcOutInGit = defineRule<{ path: string }>({
  id: "RES-003",
  name: "dvc-out-in-git",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "file",
  summary: "The data that a `.dvc` file stands for is in git as well.",
  why: "What is in git can be read by everybody who can read the repository, at once and for ever, whatever is decided about the publication. DVC refuses to track such a path, too.",
  message: ({ path }) => `The data of this file is in git, too, as ${quoteName(path)}.`,
  remedy: () => "Take the data out of the commits of this change, and name it in `.gitignore`.",
  bad: {
    path: "results/counts.csv.dvc",
    text: "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  path: counts.csv\n",
    context: [{ path: "results/counts.csv", text: "region,n\nnorth,12\n" }],
  },
  good: {
    path: "results/counts.csv.dvc",
    text: "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  path: counts.csv\n",
    context: [{ path: "results/.gitignore", text: "/counts.csv\n" }],
  },
  check({ dvc, path, tree }, report) {
    if (dvc === null || !("file" in dvc) || tree === null || !path.endsWith(".dvc")) return;
    for (const [index, out] of dvc.file.outs.entries()) {
      const place = beside(path, out.path);
      if (out.isCached === false || (tree.find(place) === null && !tree.hasFolder(place))) continue;
      report(dvc.document.spanOf(["outs", index, "path"]), { path: place });
    }
  },
});
