import type { NodeInventory } from "../../domain/inventory.ts";
import type { ModuleImport } from "../../python/import-list.ts";

/** Of Airflow 2.11.2 and 3.3.2 with the older names that they still take, and of versions since 2.0; none can be added from outside since 2.0. */
const modules: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    "airflow.operators": `bash bash_operator branch branch_operator check_operator dagrun_operator datetime docker_operator
      druid_check_operator dummy dummy_operator email email_operator empty gcs_to_s3 generic_transfer google_api_to_s3_transfer
      hive_operator hive_stats_operator hive_to_druid hive_to_mysql hive_to_samba_operator http_operator jdbc_operator latest_only
      latest_only_operator mssql_operator mssql_to_hive mysql_operator mysql_to_hive oracle_operator papermill_operator pig_operator
      postgres_operator presto_check_operator presto_to_mysql python python_operator redshift_to_s3_operator
      s3_file_transform_operator s3_to_hive_operator s3_to_redshift_operator slack_operator smooth sql sql_branch_operator
      sqlite_operator subdag subdag_operator trigger_dagrun weekday`,
    "airflow.sensors": `base base_sensor_operator bash date_time date_time_sensor external_task external_task_sensor filesystem
      hdfs_sensor hive_partition_sensor http_sensor metastore_partition_sensor named_hive_partition_sensor python s3_key_sensor
      s3_prefix_sensor smart_sensor smart_sensor_operator sql sql_sensor time_delta time_delta_sensor time_sensor web_hdfs_sensor
      weekday weekday_sensor`,
    "airflow.hooks": `S3_hook base base_hook dbapi dbapi_hook docker_hook druid_hook filesystem hdfs_hook hive_hooks http_hook
      jdbc_hook mssql_hook mysql_hook oracle_hook package_index pig_hook postgres_hook presto_hook samba_hook slack_hook sqlite_hook
      subprocess webhdfs_hook zendesk_hook`,
  }).map(([module, names]) => [module, new Set(names.split(/\s+/))]),
);

/** A module below `airflow.operators`, `airflow.sensors` or `airflow.hooks` that no version of Airflow has. */
export interface InventedModule {
  readonly module: string;
  /** Its own name. */
  readonly name: string;
  /** The names of those that there are beside it. */
  readonly known: readonly string[];
}

/** What an import takes that was never there, by an inventory neither; of classes that stand in these packages themselves nothing is said. */
export function findInvented(
  { module, level, names }: ModuleImport,
  inventory: NodeInventory | null,
): InventedModule | null {
  if (level > 0) return null;
  const [airflow, kind, own] = module.split(".", 3);
  const outer = `${airflow}.${kind}`;
  const known = modules.get(outer);
  if (known === undefined) return null;
  const taken = own === undefined ? (names ?? []).filter((name) => /^[a-z]/.test(name)) : [own];
  const invented = taken.find((name) => !known.has(name));
  if (invented === undefined || Object.hasOwn(inventory?.modules ?? {}, `${outer}.${invented}`)) return null;
  return { module: `${outer}.${invented}`, name: invented, known: [...known] };
}
