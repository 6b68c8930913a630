import { lintRules } from "./lint-rule.ts";

export const airflow = lintRules(
  "Airflow 3 removed, renamed and moved much of what Airflow 2 had. A DAG that uses the old name is gone from the node on the day of its upgrade.",
  [
    [
      "AIR002",
      "airflow-dag-no-schedule-argument",
      "info",
      "high",
      "A DAG does not say when it runs: daily in Airflow 2, never in Airflow 3.",
      "Say `schedule=…`; `schedule=None` runs it only when it is triggered.",
    ],
    [
      "AIR301",
      "airflow3-removal",
      "warning",
      "high",
      "Something is used that Airflow 3 does not have.",
      "Take it out, or use what Airflow 3 has in its place.",
    ],
    [
      "AIR302",
      "airflow3-moved-to-provider",
      "warning",
      "high",
      "Something is imported from where Airflow 3 does not have it: it moved to a provider.",
      "Import it from the provider, and see that the node has that.",
    ],
    [
      "AIR303",
      "airflow3-incompatible-function-signature",
      "warning",
      "high",
      "A call has arguments that Airflow 3 does not take.",
      "Call it as Airflow 3 wants.",
    ],
    [
      "AIR311",
      "airflow3-suggested-update",
      "info",
      "high",
      "Something is used that Airflow 3 still has and a later version will not.",
      "Use the new name.",
    ],
    [
      "AIR312",
      "airflow3-suggested-to-move-to-provider",
      "info",
      "high",
      "Something is imported from a place that Airflow 3 still knows and a later version will not: it moved to a provider.",
      "Import it from the provider.",
    ],
  ],
);
