import { isMap } from "../../formats/is-map.ts";
import { defineRule } from "../define-rule.ts";
import { listMaps } from "./list-maps.ts";
import { reportRendered } from "./report-rendered.ts";

export const airflowGitSync = defineRule<Record<never, never>>({
  id: "ENV-030",
  name: "airflow-git-sync",
  severity: "warning",
  confidence: "medium",
  about: "manifest",
  reach: "line",
  summary: "Airflow fetches its DAGs by itself, with git-sync.",
  why: "What lands on the branch then runs at once, approved or not: the node's releases, and what they prove, are passed by. Where git-sync fetches something else, or a branch that cannot move without an approval, this rule can be off.",
  message: () => "With git-sync, Airflow runs whatever lands on the branch, whether it was approved or not.",
  remedy: () => "Take it out, and let the node's own releases bring the DAGs.",
  bad: values("true"),
  good: values("false"),
  check({ manifests }, report) {
    if (manifests === null) return;
    const tell = reportRendered(manifests, report);
    for (const { document, at, map } of listMaps(manifests)) {
      const isValue = manifests.form === "values" && isMap(map.gitSync) && map.gitSync.enabled === true;
      if (isValue) tell(() => document.spanOf([...at, "gitSync", "enabled"]), {});
      const { image } = map;
      const isContainer = typeof image === "string" && /(?:^|\/)git-sync(?:$|[:@])/.test(image.slice(0, 500));
      if (isContainer && manifests.form !== "values") tell(() => document.spanOf([...at, "image"]), {});
    }
  },
});

function values(enabled: string) {
  return { path: "charts/airflow/values.yaml", text: `dags:\n  gitSync:\n    enabled: ${enabled}\n    branch: main\n` };
}
