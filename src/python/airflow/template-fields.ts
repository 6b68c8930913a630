const python = ["op_args", "op_kwargs", "templates_dict"];
const virtual = [...python, "index_urls", "index_urls_from_connection_ids", "requirements", "venv_cache_path"];

/** By the name of the class. A result passed in any other argument makes no edge. */
const known: Readonly<Record<string, readonly string[]>> = {
  __proto__: null as never,
  BashOperator: ["bash_command", "cwd", "env"],
  BashSensor: ["bash_command", "env"],
  PythonOperator: python,
  BranchPythonOperator: python,
  ShortCircuitOperator: python,
  PythonSensor: python,
  ExternalPythonOperator: [...python, "python"],
  BranchExternalPythonOperator: [...python, "python"],
  PythonVirtualenvOperator: virtual,
  BranchPythonVirtualenvOperator: virtual,
  EmptyOperator: [],
  DummyOperator: [],
  SmoothOperator: [],
  LatestOnlyOperator: [],
  BranchDateTimeOperator: [],
  BranchDayOfWeekOperator: [],
  DayOfWeekSensor: [],
  TimeSensor: [],
  TimeSensorAsync: [],
  DateTimeSensor: ["target_time"],
  DateTimeSensorAsync: ["target_time"],
  TriggerDagRunOperator: [
    "conf",
    "logical_date",
    "skip_when_already_exists",
    "trigger_dag_id",
    "trigger_run_id",
    "wait_for_completion",
  ],
  ExternalTaskSensor: ["external_dag_id", "external_task_group_id", "external_task_id", "external_task_ids"],
  ExternalTaskMarker: ["external_dag_id", "external_task_id", "logical_date", "execution_date"],
  FileSensor: ["filepath", "fs_conn_id"],
  HITLOperator: ["body", "subject"],
  HITLBranchOperator: ["body", "subject"],
  HITLEntryOperator: ["body", "subject"],
  ApprovalOperator: ["body", "subject"],
  SqlSensor: ["sql", "hook_params", "parameters"],
  GenericTransfer: ["destination_table", "preoperator", "sql", "insert_args", "source_conn_id", "destination_conn_id"],
  EmailOperator: [
    "bcc",
    "cc",
    "conn_id",
    "custom_headers",
    "files",
    "from_email",
    "html_content",
    "mime_charset",
    "mime_subtype",
    "subject",
    "to",
  ],
  HttpOperator: ["data", "endpoint", "headers", "http_conn_id"],
  HttpSensor: ["endpoint", "headers", "http_conn_id", "request_params"],
  BaseOperator: [],
  BaseAsyncOperator: [],
  BaseSensorOperator: [],
  BaseBranchOperator: [],
};

/** Arguments that no operator has as a template: those of all operators. */
export const plainArguments: ReadonlySet<string> = new Set(
  `task_id owner email email_on_retry email_on_failure retries retry_delay retry_exponential_backoff max_retry_delay start_date
   end_date depends_on_past wait_for_downstream dag params default_args priority_weight weight_rule queue pool pool_slots
   sla execution_timeout on_execute_callback on_failure_callback on_success_callback on_retry_callback on_skipped_callback
   trigger_rule resources run_as_user max_active_tis_per_dag max_active_tis_per_dagrun executor executor_config do_xcom_push
   inlets outlets task_group doc doc_md doc_json doc_yaml doc_rst task_display_name`.split(/\s+/),
);

/** `null` for a class whose templates are not known. */
export function templateFieldsOf(operator: string): readonly string[] | null {
  const own = operator.split(".").at(-1) ?? operator;
  if (!/^airflow\./.test(operator)) return null;
  if (/^airflow\.providers\.(?!standard|common|smtp|http)/.test(operator)) return null;
  return known[own] ?? null;
}

/** Of the decorators `@task.…`. The first two hold the function's own arguments. */
export function decoratedFieldsOf(decorator: string): readonly string[] | null {
  const own: Readonly<Record<string, readonly string[]>> = {
    python,
    branch: python,
    short_circuit: python,
    sensor: ["op_args", "op_kwargs"],
    bash: ["op_args", "op_kwargs", "bash_command", "cwd", "env"],
    virtualenv: virtual,
    branch_virtualenv: virtual,
    external_python: [...python, "python"],
    branch_external_python: [...python, "python"],
    stub: ["op_args", "op_kwargs"],
  };
  return Object.hasOwn(own, decorator) ? (own[decorator] ?? null) : null;
}
