import { listNames } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import type { ChangedPath } from "../changed-path.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { runResultPath } from "./run-result-path.ts";

const result: ChangedPath = {
  ...{ path: "results/counts.csv.dvc", previousPath: null, status: "added", mode: "100644" },
  ...{ size: 70, kind: "result" },
};
const text = "outs:\n- md5: d8e8fca2dc0f896fd7cb4cb0031ba249\n  path: counts.csv\n";

export const resultMixed = defineRepositoryRule<{ others: readonly string[]; isRun: boolean }>({
  id: "RES-011",
  name: "result-mixed",
  severity: "warning",
  confidence: "medium",
  about: "change",
  reach: "file",
  summary: "A change publishes results, and does something else besides.",
  why: "Whoever approves results looks at data, and not at code or settings. Something else in the same change is approved by the way, and a run declared its outputs alone.",
  message: ({ others, isRun }) =>
    isRun
      ? `This change publishes the results of a run, which did not declare ${listNames(others, 3)}.`
      : `This change publishes results, and also touches ${listNames(others, 3)}.`,
  remedy: () => "Leave what is not part of the results to a change of its own.",
  bad: {
    path: result.path,
    text,
    facts: { changed: [result, { ...result, path: "dags/cohort.py", status: "modified", kind: "dag" }] },
  },
  good: {
    path: result.path,
    text,
    facts: { changed: [result, { ...result, path: "results/.gitignore", kind: "other" }] },
  },
  checkAll({ changed }, report) {
    const results = (changed ?? []).filter(({ kind, status }) => kind === "result" && status !== "removed");
    const [first] = results;
    if (first === undefined) return;
    const isRun = results.some(({ path }) => runResultPath.test(path));
    const others = (changed ?? []).filter((one) => one.kind !== "result" && !(!isRun && belongs(one.path)));
    if (others.length === 0) return;
    const names = others.map(({ path }) => path);
    report(first.path, startOfFile, { others: names, isRun }, isRun ? "high" : "medium");
  },
});

/** What people and DVC write beside results. */
function belongs(path: string): boolean {
  return (
    /(?:^|\/)(?:\.gitignore|\.dvcignore|dvc\.ya?ml|dvc\.lock|params\.ya?ml|README[^/]*)$/.test(path) ||
    (path.startsWith("results/") && /\.(?:md|txt|rst)$/.test(path))
  );
}
