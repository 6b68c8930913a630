/** Arguments of every operator, of Airflow 2.11.2 and 3.3.2 (`inspect.signature(BaseOperator.__init__)`). */
export const baseArguments: readonly string[] = words(
  `allow_nested_operators dag default_args depends_on_past do_xcom_push doc doc_json doc_md doc_rst doc_yaml email email_on_failure
   email_on_retry end_date execution_timeout executor executor_config ignore_first_depends_on_past inlets logger_name
   map_index_template max_active_tis_per_dag max_active_tis_per_dagrun max_retry_delay multiple_outputs on_execute_callback
   on_failure_callback on_retry_callback on_skipped_callback on_success_callback outlets owner params pool pool_slots post_execute
   pre_execute priority_weight queue render_template_as_native_obj resources retries retry_delay retry_exponential_backoff
   retry_policy run_as_user sla start_date task_concurrency task_display_name task_group task_id trigger_rule wait_for_downstream
   wait_for_past_depends_before_skipping weight_rule`,
);

/** Of Airflow 1; later ones refuse them, but Airflow 2 may be told not to. */
const former: readonly string[] = ["provide_context", "xcom_push"];

const sensor = "exponential_backoff max_wait mode never_fail poke_interval silent_fail soft_fail timeout";
const python = "op_args op_kwargs python_callable! show_return_value_in_logs templates_dict templates_exts";
const apart = `${python} env_vars expect_airflow inherit_env serializer skip_on_exit_code string_args use_dill`;
const external = `${apart} expect_pendulum python!`;
const virtual = `${apart} index_urls index_urls_from_connection_ids pip_install_options python_version requirements
  system_site_packages venv_cache_path`;
const trigger = "start_from_trigger end_from_trigger trigger_kwargs deferrable";
const branches = "follow_task_ids_if_false! follow_task_ids_if_true! use_task_logical_date";

/**
 * What operators of Airflow itself and of its standard provider take besides, by the name of the class; `!`: it must be given. Of
 * Airflow 2.11.2 with the provider's version 1.21.0, and of 3.3.2: whatever one of them takes.
 */
const own: Readonly<Record<string, string>> = {
  __proto__: null as never,
  BaseOperator: "",
  BaseBranchOperator: "",
  BaseSensorOperator: sensor,
  BashOperator: "append_env bash_command! cwd env output_encoding output_processor skip_exit_code skip_on_exit_code",
  BashSensor: `${sensor} bash_command! env output_encoding retry_exit_code`,
  BranchDateTimeOperator: `${branches} target_lower! target_upper! use_task_execution_date`,
  BranchDayOfWeekOperator: `${branches} use_task_execution_day week_day!`,
  BranchExternalPythonOperator: external,
  BranchPythonOperator: python,
  BranchPythonVirtualenvOperator: virtual,
  DateTimeSensor: `${sensor} target_time!`,
  DateTimeSensorAsync: `${sensor} end_from_trigger start_from_trigger target_time! trigger_kwargs`,
  DayOfWeekSensor: `${sensor} use_task_execution_day use_task_logical_date week_day!`,
  EmptyOperator: "",
  ExternalPythonOperator: external,
  ExternalTaskMarker: "execution_date external_dag_id! external_task_id! logical_date recursion_depth",
  ExternalTaskSensor: `${sensor} allowed_states check_existence deferrable execution_date_fn execution_delta external_dag_id!
    external_task_group_id external_task_id external_task_ids failed_states poll_interval skipped_states`,
  FileSensor: `${sensor} deferrable filepath! fs_conn_id recursive start_from_trigger trigger_kwargs`,
  LatestOnlyOperator: "",
  PythonOperator: python,
  PythonSensor: `${sensor} op_args op_kwargs python_callable! templates_dict`,
  PythonVirtualenvOperator: virtual,
  ShortCircuitOperator: `${python} ignore_downstream_trigger_rules`,
  SmoothOperator: "",
  TimeDeltaSensor: `${sensor} deferrable delta! end_from_trigger`,
  TimeDeltaSensorAsync: `${sensor} deferrable delta! end_from_trigger`,
  TimeSensor: `${sensor} ${trigger} target_time!`,
  TimeSensorAsync: `${sensor} ${trigger} target_time!`,
  TriggerDagRunOperator: `allowed_states conf deferrable execution_date fail_when_dag_is_paused failed_states logical_date note
    openlineage_inject_parent_info poke_interval reset_dag_run run_after skip_when_already_exists trigger_dag_id! trigger_run_id
    wait_for_completion`,
  WaitSensor: `${sensor} deferrable time_to_wait!`,
};

/** The decorators `@task.…` that make such an operator of the function, whose arguments it may be given too. */
const decorated: Readonly<Record<string, string>> = {
  __proto__: null as never,
  "@task": "PythonOperator",
  "@task.bash": "BashOperator",
  "@task.branch": "BranchPythonOperator",
  "@task.short_circuit": "ShortCircuitOperator",
  "@task.sensor": "PythonSensor",
};

export interface KnownArguments {
  /** The name of the class, or of the decorator. */
  readonly name: string;
  readonly taken: readonly string[];
  readonly required: readonly string[];
}

const ofAirflow =
  /^airflow\.(?:(?:providers\.standard\.)?(?:operators|sensors)\.\w+|models(?:\.baseoperator)?|sdk(?:\.bases\.\w+)?)\.(\w+)$/;

/** What an operator, by its full name, or a decorator takes; `null` where that is not known. */
export function argumentsOfOperator(operator: string): KnownArguments | null {
  const name = decorated[operator] ?? ofAirflow.exec(operator)?.[1] ?? "";
  const written = own[name];
  if (written === undefined) return null;
  const names = words(written);
  const taken = [...baseArguments, ...former, ...names.map((one) => one.replace("!", ""))];
  if (operator.startsWith("@")) return { name: operator, taken, required: [] };
  const required = names.filter((one) => one.endsWith("!")).map((one) => one.slice(0, -1));
  return { name, taken, required: ["task_id", ...required] };
}

/** The names of the classes whose arguments are known. */
export const knownOperators: readonly string[] = Object.keys(own);

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
