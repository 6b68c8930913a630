import type { DagsterValue } from "./dagster-values.ts";

/** What kind of definition a value is. */
export type Form =
  | "assets"
  | "source"
  | "spec"
  | "checks"
  | "job"
  | "graph"
  | "op"
  | "schedule"
  | "sensor"
  | "definitions"
  | "repository";

const forms: readonly (readonly [Form, RegExp])[] = [
  [
    "assets",
    /^((graph_)?(multi_)?asset|observable_source_asset|multi_observable_source_asset|AssetsDefinition(\.from_(graph|op))?)$/,
  ],
  ["source", /^SourceAsset$/],
  ["spec", /^AssetSpec$/],
  ["checks", /^(multi_)?asset_check$/],
  ["job", /^(job|define_asset_job|\.to_job|JobDefinition)$/],
  ["graph", /^(graph|GraphDefinition)$/],
  ["op", /^(op|OpDefinition)$/],
  ["schedule", /^(schedule|ScheduleDefinition|build_schedule_from_partitioned_job)$/],
  [
    "sensor",
    /^(((multi_)?asset_|run_status_|run_failure_)?sensor|(MultiAsset|Asset|RunStatus|AutomationCondition)?SensorDefinition|AutomationConditionSensorDefinition|build_sensor_for_freshness_checks)$/,
  ],
  ["definitions", /^(Definitions(\.merge(_unbound_defs)?)?|definitions|\(unknown\)|\(refused\))$/],
  ["repository", /^repository$/],
];

/** Methods whose answer is of the same kind as what they are called on. */
const kept =
  /^(\.(with_attributes|with_resources|with_hooks|with_top_level_resources|with_executor_def|with_logger_defs|map_asset_specs|map_resolved_asset_specs|permissive_map_resolved_asset_specs|replace_attributes|merge_attributes|with_definition_metadata_update|configured|tag|with_retry_policy)|\(loaded\))$/;

export function formOf(value: DagsterValue): Form | null {
  if (kept.test(value.symbol)) return value.base === null ? null : formOf(value.base);
  return forms.find(([, pattern]) => pattern.test(value.symbol))?.[0] ?? null;
}

export function isCheckOnly(value: DagsterValue): boolean {
  return formOf(value) === "checks";
}

/** Whether a value is a definition, and so neither false nor `None`. */
export function isDefinition(value: DagsterValue): boolean {
  return (
    formOf(value) !== null ||
    /^(AssetKey|AssetSelection\.\w+|\w+PartitionsDefinition|(dynamic |some )?outputs?)$/.test(value.symbol)
  );
}
