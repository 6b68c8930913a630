import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { doubtFile } from "./add-task.ts";
import type { TaskValue } from "./dag-values.ts";

/** What has a name in both Airflow 2.11.2 and 3.3.2, of each kind (`dir()` of one). */
const ofDag = words(
  `access_control add_task add_tasks auto_register catchup cli dag_display_name dag_id dagrun_timeout default_args description
   doc_md edge_info end_date fileloc folder get_edge_info get_serialized_fields get_task get_template_env
   has_on_failure_callback has_on_success_callback has_task has_task_group is_paused_upon_creation jinja_environment_kwargs
   last_loaded leaves max_active_runs max_active_tasks max_consecutive_failed_dag_runs on_failure_callback
   on_success_callback owner owner_links param params partial partial_subset relative_fileloc render_template_as_native_obj
   resolve_template_files roots set_dependency set_edge_info sla_miss_callback start_date tags task task_dict task_group
   task_group_dict task_ids tasks tasks_upstream_of_teardowns teardowns template_searchpath template_undefined test timetable
   timezone topological_sort user_defined_filters user_defined_macros validate validate_setup_teardown`,
);
const ofTask = words(
  `add_inlets add_outlets allow_nested_operators as_setup as_teardown dag dag_id defer depends_on_past do_xcom_push doc
   doc_json doc_md doc_rst doc_yaml downstream_list downstream_task_ids dry_run email email_on_failure email_on_retry
   end_date execute execution_timeout executor executor_config expand_start_trigger_args get_closest_mapped_task_group
   get_dag get_direct_relative_ids get_direct_relatives get_flat_relative_ids get_flat_relatives get_needs_expansion
   get_serialized_fields get_template_env get_upstreams_follow_setups get_upstreams_only_setups
   get_upstreams_only_setups_and_teardowns has_dag ignore_first_depends_on_past inherits_from_empty_operator inlets is_setup
   is_teardown iter_mapped_dependants iter_mapped_task_groups label leaves log map_index_template max_active_tis_per_dag
   max_active_tis_per_dagrun max_retry_delay multiple_outputs node_id on_execute_callback on_failure_callback
   on_failure_fail_dagrun on_kill on_retry_callback on_skipped_callback on_success_callback operator_class
   operator_extra_links operator_name outlets output owner params partial pool pool_slots post_execute pre_execute
   prepare_for_execution prepare_template priority_weight queue render_template render_template_fields resolve_template_files
   resources resume_execution retries retry_delay retry_exponential_backoff roots run_as_user serialize_for_task_group
   set_downstream set_upstream shallow_copy_attrs start_date start_from_trigger start_trigger_args task_display_name
   task_group task_id task_type template_ext template_fields template_fields_renderers trigger_rule ui_color ui_fgcolor unmap
   update_relative upstream_list upstream_task_ids wait_for_downstream wait_for_past_depends_before_skipping weight_rule`,
);
/** Those that it has not once it is mapped. */
const notOfMapped = words(
  `add_inlets add_outlets defer do_xcom_push dry_run email_on_failure email_on_retry execute multiple_outputs on_kill partial
   post_execute pre_execute resume_execution shallow_copy_attrs`,
);
const ofGroup = words(
  `add as_setup as_teardown child_id children create_root dag dag_id default_args downstream_group_ids downstream_join_id
   downstream_list downstream_task_ids get_child_by_label get_direct_relative_ids get_direct_relatives get_leaves get_roots
   get_task_group_dict group_id has_dag has_task hierarchical_alphabetical_sort is_root iter_mapped_task_groups iter_tasks
   label leaves log node_id parent_group prefix_group_id roots serialize_for_task_group set_downstream set_upstream
   task_group tooltip topological_sort ui_color ui_fgcolor update_relative upstream_group_ids upstream_join_id upstream_list
   upstream_task_ids used_group_ids`,
);
const ofXCom = words(
  `apply_upstream_relationship as_setup as_teardown concat iter_references iter_xcom_references leaves map resolve roots
   set_downstream set_upstream update_relative zip`,
);
/** Those that it has where it is one task's result as it is. */
const ofPlainXCom = words("is_setup is_teardown key on_failure_fail_dagrun operator");
/** Of functions that `@task` and `@task_group` decorate, and of `Operator.partial(…)`. */
const ofFunction = words(
  `decorator_name expand expand_kwargs function function_signature is_setup is_teardown kwargs multiple_outputs
   on_failure_fail_dagrun operator_class override params partial partial_kwargs tg_class tg_kwargs`,
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Says that Airflow may refuse the file, where an attribute is asked of something of its own that may not have it. */
export function noteMissingAttribute(owner: Value, name: string, found: Value | null, machine: Machine): void {
  if (mayLack(owner, name, found !== null, machine.surroundings.airflow))
    doubtFile(machine, `whether there is \`.${name.slice(0, 60)}\` is not known`);
}

function mayLack(owner: Value, name: string, isFound: boolean, airflow: 2 | 3): boolean {
  if (owner.kind === "native" && owner.factory !== null && name === "__name__") return airflow === 2;
  if (isFound || name.startsWith("__")) return false;
  switch (owner.kind) {
    case "dag":
      return !ofDag.has(name) && !owner.arguments.some((one) => one.name === name);
    case "task":
      return !isOfTask(owner, name);
    case "group":
      return !ofGroup.has(name);
    case "xcom":
      return !ofXCom.has(name) && !(owner.isPlain && ofPlainXCom.has(name));
    case "native":
      return owner.members !== null && !ofFunction.has(name);
    default:
      return false;
  }
}

function isOfTask({ arguments: given, isMapped }: TaskValue, name: string): boolean {
  if (isMapped) return ofTask.has(name) && !notOfMapped.has(name);
  return ofTask.has(name) || given.some((one) => one.name === name);
}
