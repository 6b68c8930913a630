/** What Airflow 2.11.2 and 3.3.2 take of a DAG alike (`inspect.signature(DAG.__init__)`). */
const ofBoth = `access_control auto_register catchup dag_display_name dag_id dagrun_timeout default_args description doc_md end_date
  is_paused_upon_creation jinja_environment_kwargs max_active_runs max_active_tasks max_consecutive_failed_dag_runs
  on_failure_callback on_success_callback owner_links params render_template_as_native_obj schedule sla_miss_callback start_date tags
  template_searchpath template_undefined user_defined_filters user_defined_macros`;

/** What each of them takes of a DAG. */
export const dagArguments: Readonly<Record<2 | 3, ReadonlySet<string>>> = {
  2: words(`${ofBoth} concurrency default_view fail_stop full_filepath orientation schedule_interval timetable`),
  3: words(
    `${ofBoth} allowed_run_types deadline disable_bundle_versioning fail_fast rerun_with_latest_version task_group`,
  ),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
