import type { Value } from "../evaluate/value.ts";

type Kind =
  | "text"
  | "digits"
  | "integer"
  | "float"
  | "boolean"
  | "none"
  | "list"
  | "dict"
  | "timedelta"
  | "datetime"
  | "function";

interface Refused {
  /** What it takes, continuing a sentence. */
  readonly wanted: string;
  readonly kinds: ReadonlySet<string>;
}

const no = (wanted: string, kinds: string): Refused => ({ wanted, kinds: new Set(kinds.split(" ")) });

const yesOrNo = no("`True` or `False`", "text digits integer float list dict timedelta datetime function");
const aText = no("a text", "integer float boolean list dict timedelta datetime function");
const aCount = no("a whole number", "text digits float list dict timedelta datetime function");
const aTime = no("a `timedelta` or a number of seconds", "text digits list dict datetime function");
const aLength = no("a `timedelta`", "text digits integer float boolean list dict datetime function");
const aDate = no("a `datetime`", "text digits float boolean list dict timedelta function");
const aDict = no("a dictionary", "text digits list timedelta datetime function");
const aMapping = no("a dictionary", "text digits integer float boolean list timedelta datetime function");
const retries = no("a whole number", "text list dict timedelta datetime function");

/** What both Airflow 2.11.2 and 3.3.2 refuse of a task when they load the file, by the argument. */
const ofTask: Readonly<Record<string, Refused>> = {
  __proto__: null as never,
  default_args: aDict,
  depends_on_past: yesOrNo,
  do_xcom_push: yesOrNo,
  doc: aText,
  doc_md: aText,
  email: no("a text or a list", "integer float boolean timedelta datetime function"),
  email_on_failure: yesOrNo,
  email_on_retry: yesOrNo,
  end_date: aDate,
  execution_timeout: aLength,
  executor: aText,
  ignore_first_depends_on_past: yesOrNo,
  map_index_template: aText,
  max_active_tis_per_dag: aCount,
  max_active_tis_per_dagrun: aCount,
  max_retry_delay: aTime,
  multiple_outputs: yesOrNo,
  params: aDict,
  pool: aText,
  pool_slots: aCount,
  priority_weight: aCount,
  queue: aText,
  resources: aMapping,
  retries,
  retry_delay: aTime,
  retry_exponential_backoff: no("`True` or `False`", "text digits list dict timedelta datetime function"),
  run_as_user: aText,
  task_id: aText,
  wait_for_downstream: yesOrNo,
};

/** A list or a dictionary may be what it is mapped over. */
function mapped({ wanted, kinds }: Refused): Refused {
  return { wanted, kinds: new Set([...kinds].filter((kind) => kind !== "list" && kind !== "dict")) };
}

/** The same of one that is mapped. */
const ofMapped: Readonly<Record<string, Refused>> = {
  __proto__: null as never,
  end_date: mapped(aDate),
  max_retry_delay: mapped(aTime),
  pool_slots: no("a whole number", "text digits timedelta datetime function"),
  retries: mapped(retries),
  retry_delay: mapped(aTime),
  start_date: mapped(aDate),
};

const callable = no("a function", "text digits integer float boolean none list dict timedelta datetime");

/** Of operators that have these arguments. */
const ofSome: Readonly<Record<string, Refused>> = {
  __proto__: null as never,
  max_wait: aTime,
  poke_interval: aTime,
  python_callable: callable,
  timeout: aTime,
};

/** Of a task group that has tasks. */
const ofGroup: Readonly<Record<string, Refused>> = {
  __proto__: null as never,
  default_args: aDict,
  tooltip: aText,
  ui_color: aText,
  ui_fgcolor: aText,
};

const ofDag: Readonly<Record<string, Refused>> = {
  __proto__: null as never,
  access_control: aMapping,
  dag_display_name: aText,
  dag_id: aText,
  dagrun_timeout: aLength,
  default_args: aDict,
  description: aText,
  doc_md: aText,
  end_date: aDate,
  max_active_runs: aCount,
  max_active_tasks: aCount,
  max_consecutive_failed_dag_runs: aCount,
  owner_links: aMapping,
  params: aDict,
  schedule: no("a cron expression, a `timedelta`, a timetable or assets", "integer float boolean datetime function"),
  start_date: aDate,
  tags: no("a list", "integer float boolean timedelta datetime function"),
};

/** Of a DAG, by Airflow 2 alone. */
const ofDag2: Readonly<Record<string, Refused>> = {
  __proto__: null as never,
  auto_register: yesOrNo,
  catchup: yesOrNo,
  fail_stop: yesOrNo,
  is_paused_upon_creation: yesOrNo,
  render_template_as_native_obj: yesOrNo,
};

export const refusedValues = { ofDag, ofDag2, ofGroup, ofMapped, ofSome, ofTask };

/** What such an argument takes, where the value surely is something else; else `null`. */
export function wantedFor(table: Readonly<Record<string, Refused>>, name: string, value: Value): string | null {
  const refused = table[name];
  const kind = kindOf(value);
  return refused !== undefined && kind !== null && refused.kinds.has(kind) ? refused.wanted : null;
}

/** `null` for what is not known, and for what is empty: much of that is taken for nothing. */
function kindOf(value: Value): Kind | null {
  switch (value.kind) {
    case "constant":
      return kindOfConstant(value.constant);
    case "list":
      return value.items.length === 0 || value.type !== undefined ? null : "list";
    case "dict":
      return value.entries.size === 0 || value.globalsOf !== null ? null : "dict";
    case "function":
      return "function";
    case "made":
      return value.by === "datetime.timedelta" ? "timedelta" : value.by === "datetime.datetime" ? "datetime" : null;
    default:
      return null;
  }
}

function kindOfConstant(constant: Extract<Value, { kind: "constant" }>["constant"]): Kind | null {
  switch (constant.type) {
    case "str":
      if (constant.value === "") return null;
      return /^\s*[-+]?\d+(?:_\d+)*\s*$/.test(constant.value) ? "digits" : "text";
    case "int":
      return Number(constant.value) === 0 ? null : "integer";
    case "float":
      return constant.value === 0 ? null : "float";
    case "bool":
      return constant.value ? "boolean" : null;
    case "none":
      return "none";
    default:
      return null;
  }
}
