import type { LintFilter } from "./filter.ts";

export const migrationCodes = ["AIR301", "AIR302", "AIR303", "AIR311", "AIR312"] as const;

export const olderAirflow: LintFilter = {
  name: "older-airflow",
  codes: migrationCodes,
  summary: "Of a node whose inventory says Airflow 2, what Airflow 3 changed is no matter yet.",
  drops: (_, { inventory }) =>
    /^[12]\./.test(inventory?.packages["apache-airflow"] ?? "") ? "the node has an older Airflow" : null,
};
