import type { CodeValue } from "../../python/code/code-facts.ts";
import { constantText, valuesIn } from "./code-values.ts";

/** Whether a path leads into the directory from which the node takes its DAGs or plugins. */
export function isDagFolder(value: CodeValue, path: string): boolean {
  if (/(?:airflow[^/\s]{0,40}|AIRFLOW_HOME\}?)\/(?:dags|plugins)(?:\/|$)/.test(path)) return true;
  let namesThisFile = false;
  for (const one of valuesIn(value)) {
    if (one.kind !== "path" && one.kind !== "call") continue;
    if (one.paths.some((name) => /^airflow\.settings\.(?:DAGS_FOLDER|PLUGINS_FOLDER)$/.test(name))) return true;
    if (one.paths.includes("__file__")) namesThisFile = true;
    if (one.kind === "call" && one.paths.some((name) => /^airflow\.configuration\.(?:conf\.)?get$/.test(name))) {
      const options = one.arguments.map(({ value: option }) => constantText(option));
      if (options.some((option) => option === "dags_folder" || option === "plugins_folder")) return true;
    }
  }
  return namesThisFile && /\.py$/.test(path);
}
