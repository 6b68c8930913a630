import { doubtAll } from "../../evaluate/machine.ts";
import type { NativeCall } from "../../evaluate/value.ts";

const ofAssets = `name key_prefix ins deps metadata tags description config_schema required_resource_keys resource_defs hooks op_tags
  partitions_def group_name automation_condition backfill_policy retry_policy code_version check_specs pool
  auto_materialize_policy freshness_policy legacy_freshness_policy compute_kind non_argument_deps auto_observe_interval_minutes`;
const ofOne = `${ofAssets} key owners kinds io_manager_def io_manager_key dagster_type output_required is_virtual resource_tags`;
const ofStarters = `name description job job_name target owners tags metadata default_status required_resource_keys`;
const ofSchedules = `${ofStarters} cron_schedule tags_fn should_execute environment_vars execution_timezone`;
const ofJobs =
  "name description config tags run_tags metadata executor_def hooks op_retry_policy partitions_def owners";
const ofOuts = "dagster_type description is_required io_manager_key metadata code_version";
const ofSpecs = `key description metadata group_name code_version automation_condition owners tags kinds freshness_policy is_virtual
  auto_materialize_policy legacy_freshness_policy`;

/** The names of arguments, as Dagster 1.13 has them, those that are deprecated included. */
const known: Readonly<Record<string, string>> = {
  __proto__: null as never,
  asset: ofOne,
  observable_source_asset: `${ofOne} observe_fn`,
  multi_asset: `${ofAssets} outs specs can_subset internal_asset_deps resource_tags`,
  graph_asset: `${ofOne} config`,
  graph_multi_asset: `${ofAssets} outs can_subset config`,
  asset_check: `${ofAssets} asset blocking additional_ins additional_deps`,
  multi_asset_check: `${ofAssets} specs can_subset`,
  op: "name description ins out config_schema required_resource_keys tags version retry_policy code_version pool",
  job: `${ofJobs} resource_defs logger_defs input_values`,
  define_asset_job: `${ofJobs} selection automation_condition`,
  graph: "name description input_defs output_defs ins out tags config",
  schedule: ofSchedules,
  ScheduleDefinition: `${ofSchedules} run_config run_config_fn execution_fn`,
  sensor: `${ofStarters} jobs minimum_interval_seconds asset_selection`,
  Definitions: "assets schedules sensors jobs resources executor loggers asset_checks metadata component_tree",
  AssetSpec: `${ofSpecs} deps skippable partitions_def`,
  AssetOut: `${ofSpecs} ${ofOuts} key_prefix backfill_policy`,
  AssetIn: "key metadata key_prefix input_manager_key partition_mapping dagster_type",
  In: "dagster_type description default_value metadata asset_key asset_partitions input_manager_key",
  Out: ofOuts,
  AssetDep: "asset partition_mapping metadata",
};

const names: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(known).map(([symbol, text]) => [symbol, new Set(text.split(/\s+/))]),
);

const namedOnly = /^((graph_)?(multi_)?asset|observable_source_asset|op|job|graph)$/;

/** What Dagster has no argument for may keep the module from being imported. */
export function noteOddArguments(symbol: string, { arguments: given, machine }: NativeCall): void {
  const own = names.get(symbol);
  const odd = given.find(
    ({ name }) => name !== null && !name.startsWith("*") && !name.startsWith("(") && own?.has(name) === false,
  );
  const first = given.find(
    ({ name, value }) => name === null && !/^(function|native|class|unknown|dagster)$/.test(value.kind),
  );
  if (first !== undefined && namedOnly.test(symbol))
    doubtAll(machine, `\`${symbol}\` of Dagster takes no argument without a name`);
  if (odd !== undefined)
    doubtAll(machine, `whether \`${symbol}\` of Dagster takes \`${String(odd.name).slice(0, 60)}\` is not known`);
}
