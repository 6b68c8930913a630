import type { RefusedArgument } from "../dag-model.ts";
import { hasUnknownArguments } from "../evaluate/arguments.ts";
import type { FunctionValue, GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { isNone } from "../evaluate/value-contents.ts";
import type { Parameter, Place } from "../syntax/ast.ts";
import { doubtFile, refuse } from "./add-task.ts";

/** What Airflow 2.11.2 and 3.3.2 give a function by its name when the task runs (`KNOWN_CONTEXT_KEYS`). */
export const contextKeys = words(
  `conn dag dag_run data_interval_end data_interval_start ds ds_nodash exception expanded_ti_count inlet_events inlets logical_date macros
   map_index_template outlet_events outlets params prev_data_interval_end_success prev_data_interval_start_success prev_end_date_success
   prev_start_date_success reason run_id task task_instance task_instance_key_str templates_dict test_mode ti try_number ts ts_nodash
   ts_nodash_with_tz var`,
);

/** What one of them alone gives. */
export const contextKeysOf: Readonly<Record<2 | 3, ReadonlySet<string>>> = {
  2: words(
    `conf execution_date next_ds next_ds_nodash next_execution_date prev_ds prev_ds_nodash prev_execution_date prev_execution_date_success
     tomorrow_ds tomorrow_ds_nodash triggering_dataset_events yesterday_ds yesterday_ds_nodash`,
  ),
  3: words(
    "asset_state_store partition_date partition_key task_reschedule_count task_state_store triggering_asset_events",
  ),
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

function isContextKey(name: string, airflow: 2 | 3): boolean {
  return contextKeys.has(name) || contextKeysOf[airflow].has(name);
}

/** The decorators of which this is known. */
const binding = /^@dag$|^@task(?:\.(?:bash|branch|short_circuit|(?:branch_)?(?:virtualenv|external_python)))?$/;

export interface BoundCall {
  readonly operator: string;
  readonly callee: Value;
  readonly given: readonly GivenArgument[];
  readonly isMapped: boolean;
}

/** Notes what Airflow refuses of a call of a function decorated with `@task` or `@dag`: it binds the arguments when it loads the file. */
export function checkBinding({ operator, callee, given, isMapped }: BoundCall, call: NativeCall): void {
  if (callee.kind !== "function" || !binding.test(operator) || hasUnknownArguments(given)) return;
  const { parameters, name: of } = signatureOf(callee);
  const places = parameters.filter(({ form }) => form === "normal" || form === "positional");
  const byPosition = given.filter(({ name }) => name === null);
  const tooMany = byPosition[places.length];
  if (tooMany !== undefined && !parameters.some(({ form }) => form === "*"))
    refuseAt(tooMany.place, "too many positional arguments", call);
  const named = new Map(given.flatMap((one) => (one.name === null ? [] : [[one.name, one.place] as const])));
  const isOpen = parameters.some(({ form }) => form === "**");
  const keywords = new Set(parameters.filter(({ form }) => form !== "positional").map(({ name }) => name));
  for (const [name, place] of named)
    if (!isOpen && !keywords.has(name))
      refuseAt(place, `got an unexpected keyword argument '${name}'`, call, {
        of,
        name,
        problem: "unknown",
        instead: null,
      });
  const byPlace = places.slice(0, byPosition.length).filter(({ form }) => form === "normal");
  for (const { name } of byPlace) {
    const again = named.get(name);
    if (again !== undefined) refuseAt(again, "multiple values for an argument", call);
  }
  if (!isMapped && operator !== "@dag") checkContext(signatureOf(callee), call);
  const { airflow } = call.machine.surroundings;
  const bound = new Set([...places.slice(0, byPosition.length).map(({ name }) => name), ...named.keys()]);
  const missing = isMapped ? [] : parameters.filter((one) => mustBeGiven(one, airflow) && !bound.has(one.name));
  for (const { name } of missing)
    if (airflow === 3 && isContextKey(name, 2))
      doubtFile(call.machine, `whether Airflow gives \`${name}\` is not known`);
    else
      refuseAt(call.place, `${of}() lacks the argument '${name}'`, call, {
        of,
        name,
        problem: "missing",
        instead: null,
      });
}

/** The function that has the signature: `functools.wraps` keeps that of what it wraps. */
function signatureOf(callee: FunctionValue, depth = 0): FunctionValue {
  const inner = callee.attributes.get("__wrapped__");
  return inner?.kind === "function" && depth < 20 ? signatureOf(inner, depth + 1) : callee;
}

function mustBeGiven({ name, form, default: fallback }: Parameter, airflow: 2 | 3): boolean {
  return form !== "*" && form !== "**" && fallback === null && !isContextKey(name, airflow);
}

const byNameOnly = "expand() and partial() take their arguments by name";

/** Arguments of every operator that neither Airflow 2.11.2 nor 3.3.2 maps over. */
const unmappable = words(
  `allow_nested_operators dag depends_on_past execution_timeout executor_config ignore_first_depends_on_past inlets map_index_template
   max_retry_delay on_execute_callback on_failure_callback on_retry_callback on_skipped_callback on_success_callback outlets owner
   pool_slots priority_weight queue retries retry_delay retry_exponential_backoff task_group task_id trigger_rule wait_for_downstream
   wait_for_past_depends_before_skipping weight_rule`,
);

/** Notes what Airflow refuses of parameters that are called like what it gives when the task runs. */
function checkContext({ parameters, defaults }: FunctionValue, { machine, place, scope }: NativeCall): void {
  const { airflow } = machine.surroundings;
  const at = { path: scope.record.path, place };
  const given = parameters.filter(({ name }) => isContextKey(name, airflow));
  for (const { name } of given) {
    const value = defaults.get(name);
    if (value === undefined || isNone(value)) continue;
    if (value.kind === "unknown" || value.kind === "external" || !isContextKey(name, airflow === 2 ? 3 : 2))
      doubtFile(machine, `whether Airflow takes the default of \`${name}\` is not known`);
    else refuse(machine, "ValueError", "a context key has a default", at);
  }
  const places = parameters.filter(({ form }) => form === "normal" || form === "positional");
  const first = places.findIndex((one) => given.includes(one));
  const isBroken = places.some((one, index) => index > first && one.default === null && !given.includes(one));
  if (airflow === 2 && first !== -1 && isBroken) refuse(machine, "ValueError", "the function signature broke", at);
}

/** Notes names that Airflow gives itself when the task runs, and takes neither for `expand(…)` nor for `partial(…)`. */
export function checkContextKeys(call: NativeCall): void {
  for (const { name, place } of call.arguments)
    if (name !== null && contextKeys.has(name)) refuseAt(place, "a context key is mapped", call);
}

/** Notes what Airflow refuses of `partial(…)` of a function that is decorated; `partial`: what an earlier one was given. */
export function checkPartial(partial: readonly GivenArgument[], callee: Value, call: NativeCall): void {
  checkBinding({ operator: "@task", callee, given: call.arguments, isMapped: true }, call);
  for (const { name, place } of call.arguments)
    if (name === null) refuseAt(place, byNameOnly, call);
    else if (partial.some((one) => one.name === name))
      refuseAt(place, "unmappable or already specified argument", call);
}

/** Notes what Airflow refuses of `expand(…)`; `callee`: the function that is decorated. */
export function checkExpand(partial: readonly GivenArgument[], callee: Value | null, call: NativeCall): void {
  const given = call.arguments;
  const isOpen = callee !== null && (callee.kind !== "function" || callee.parameters.some(({ form }) => form === "**"));
  if (given.length === 0) refuseAt(call.place, "no arguments to expand against", call);
  for (const { name, value, place } of given) {
    if (!isOpen && (value.kind === "constant" || value.kind === "set"))
      refuseAt(place, "expand() got an unexpected type", call);
    if (name === null) refuseAt(place, byNameOnly, call);
    else if (partial.some((one) => one.name === name) || (callee === null && unmappable.has(name)))
      refuseAt(place, "unmappable or already specified argument", call);
    if (value.kind === "xcom" && value.isKeyed === true) refuseAt(place, "cannot map over XCom with custom key", call);
  }
}

function refuseAt(place: Place, message: string, { machine, scope }: NativeCall, argument?: RefusedArgument): void {
  refuse(machine, "TypeError", message, { path: scope.record.path, place }, argument);
}
