import { quoteName } from "../../formats/did-you-mean.ts";
import { fileNameOf } from "../../formats/relative-path.ts";
import type { ChangedPath } from "../changed-path.ts";
import { defineRepositoryRule } from "../define-rule.ts";
import { packageOf } from "./package-of.ts";

const moved: ChangedPath = {
  ...{ path: "dags/trials/export.py", previousPath: "dags/cohorts/export.py", status: "renamed", mode: "100644" },
  ...{ size: 200, kind: "dag" },
};
const example = (dagId: string) => ({
  path: moved.path,
  text: `
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import DAG

    with DAG("${dagId}", schedule=None):
        EmptyOperator(task_id="load")
  `,
  facts: { changed: [moved] },
});

export const dagIdLeftBehind = defineRepositoryRule<{ dagId: string; from: string }>({
  id: "IDN-007",
  name: "dag-id-left-behind",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "A file is moved, and its DAG keeps an id that says where it was.",
  why: "Where ids begin with the folder of their file, or are its name, everybody looks for the DAG where its id says that it is. Told of a DAG whose id begins with the folder that its file left, or is the name that the file had.",
  message: ({ dagId, from }) =>
    `The dag_id ${quoteName(dagId)} still says that this file is ${quoteName(from)}, from where it was moved.`,
  remedy: () =>
    "Give the DAG the id of its new place, knowing that the runs of the old id stay with that, or move it back.",
  bad: example("cohorts_export"),
  good: example("trials_export"),
  checkAll({ changed, catalogue }, report) {
    const dags = Map.groupBy(catalogue.dags, ({ path }) => path);
    for (const { path, previousPath, status } of changed ?? []) {
      if (status !== "renamed" || previousPath === null) continue;
      for (const { dagId, idSpan, definedIn } of dags.get(path) ?? []) {
        const found = dagId === null || definedIn !== null ? null : tellsOf(dagId, previousPath, path);
        if (dagId !== null && found !== null) report(path, idSpan, { dagId, from: previousPath }, found);
      }
    }
  },
});

/** How sure it is that an id speaks of the place that a file left; `null`: it does not. */
function tellsOf(dagId: string, from: string, to: string): "medium" | "low" | null {
  const [id, left, entered] = [plain(dagId), plain(packageOf(from)), plain(packageOf(to))];
  if (left !== "" && left !== entered && id.startsWith(`${left}_`)) {
    return entered !== "" && id.startsWith(`${entered}_`) ? null : "medium";
  }
  const name = (path: string): string => plain(fileNameOf(path).replace(/\.py$/, ""));
  return id === name(from) && id !== name(to) ? "low" : null;
}

/** Dashes and underscores count as the same. */
function plain(name: string | null): string {
  return (name ?? "").toLowerCase().replaceAll("-", "_");
}
