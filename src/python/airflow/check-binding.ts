import type { RefusedArgument } from "../dag-model.ts";
import { hasUnknownArguments } from "../evaluate/arguments.ts";
import type { FunctionValue, GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import type { Parameter, Place } from "../syntax/ast.ts";
import { refuse } from "./add-task.ts";

/** What Airflow 2.11.2 or 3.3.2 gives a function by its name when the task runs (`KNOWN_CONTEXT_KEYS`). */
const contextKeys: ReadonlySet<string> = new Set(
  `asset_state_store conf conn dag dag_run data_interval_end data_interval_start ds ds_nodash exception execution_date expanded_ti_count inlet_events
   inlets logical_date macros map_index_template next_ds next_ds_nodash next_execution_date outlet_events outlets params partition_date partition_key
   prev_data_interval_end_success prev_data_interval_start_success prev_ds prev_ds_nodash prev_end_date_success prev_execution_date
   prev_execution_date_success prev_start_date_success reason run_id task task_instance task_instance_key_str task_reschedule_count
   task_state_store templates_dict test_mode ti tomorrow_ds tomorrow_ds_nodash triggering_asset_events triggering_dataset_events try_number ts ts_nodash
   ts_nodash_with_tz var yesterday_ds yesterday_ds_nodash`.split(/\s+/),
);

/** The decorators `@task.…` of which this is known. */
const binding = /^@task(?:\.(?:bash|branch|short_circuit|(?:branch_)?(?:virtualenv|external_python)))?$/;

export interface BoundCall {
  readonly operator: string;
  readonly callee: Value;
  readonly given: readonly GivenArgument[];
  readonly isMapped: boolean;
}

/** Notes what Airflow refuses of a call of a function decorated with `@task`: it binds the arguments when it loads the file. */
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
    if (!isOpen && !keywords.has(name)) refuseAt(place, `got an unexpected keyword argument '${name}'`, call);
  const bound = new Set([...places.slice(0, byPosition.length).map(({ name }) => name), ...named.keys()]);
  const missing = isMapped ? [] : parameters.filter((one) => mustBeGiven(one) && !bound.has(one.name));
  for (const { name } of missing)
    refuseAt(call.place, `${of}() lacks the argument '${name}'`, call, { of, name, problem: "missing", instead: null });
}

/** The function that has the signature: `functools.wraps` keeps that of what it wraps. */
function signatureOf(callee: FunctionValue, depth = 0): FunctionValue {
  const inner = callee.attributes.get("__wrapped__");
  return inner?.kind === "function" && depth < 20 ? signatureOf(inner, depth + 1) : callee;
}

function mustBeGiven({ name, form, default: fallback }: Parameter): boolean {
  return form !== "*" && form !== "**" && fallback === null && !contextKeys.has(name);
}

/** Notes what Airflow refuses of `expand(…)`; `callee`: the function that is decorated. */
export function checkExpand(partial: readonly GivenArgument[], callee: Value | null, call: NativeCall): void {
  const given = call.arguments;
  const isOpen = callee !== null && (callee.kind !== "function" || callee.parameters.some(({ form }) => form === "**"));
  if (given.length === 0) refuseAt(call.place, "no arguments to expand against", call);
  for (const { name, value, place } of given) {
    if (!isOpen && (value.kind === "constant" || value.kind === "set"))
      refuseAt(place, "expand() got an unexpected type", call);
    if (name !== null && partial.some((one) => one.name === name))
      refuseAt(place, "unmappable or already specified argument", call);
  }
}

function refuseAt(place: Place, message: string, { machine, scope }: NativeCall, argument?: RefusedArgument): void {
  refuse(machine, "TypeError", message, { path: scope.record.path, place }, argument);
}
