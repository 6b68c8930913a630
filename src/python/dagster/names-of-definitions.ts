import { argumentValue } from "../evaluate/arguments.ts";
import { ofString } from "../evaluate/make-values.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import { type AssetKey, keyOf } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";

const opLike = /^(op|graph|job)$/;

/** What a method gives that leaves a definition what it is. */
const same =
  /^\.(with_hooks|with_retry_policy|tag|with_top_level_resources|with_executor_def|with_logger_defs|with_attributes|with_resources)$/;

/** What names a definition explicitly, by position where it is no decorator. */
const named: Readonly<Record<string, number>> = {
  __proto__: null as never,
  define_asset_job: 0,
  ScheduleDefinition: 0,
  SensorDefinition: 0,
  AutomationConditionSensorDefinition: 0,
  AssetSensorDefinition: 0,
  RunStatusSensorDefinition: 0,
  MultiAssetSensorDefinition: 0,
  ".to_job": 0,
  AssetCheckSpec: 0,
};

function given(value: DagsterValue, name: string, position = -1): Value | null {
  const found = argumentValue(value.arguments, name, position);
  return found === undefined || isNone(found) ? null : found;
}

function isOpen(value: DagsterValue): boolean {
  return value.arguments.some(({ name }) => name === "*" || name === "**");
}

/** The name of a job, op, graph, schedule, sensor or check; `null` where it is not constant. */
export function nameOf(value: DagsterValue): string | null {
  if (isOpen(value) && given(value, "name") === null) return null;
  if (same.test(value.symbol)) return value.base === null ? null : nameOf(value.base);
  const own = given(value, "name", named[value.symbol] ?? -1);
  if (own !== null) return stringOf(own);
  if (value.symbol === ".to_job" || value.symbol === ".configured")
    return value.base === null ? null : nameOf(value.base);
  if (value.symbol === "ScheduleDefinition" || value.symbol === "build_schedule_from_partitioned_job") {
    const job = jobNameOf(value);
    return job === null ? null : `${job}_schedule`;
  }
  if (value.symbol === "SensorDefinition") {
    const run = given(value, "evaluation_fn");
    return run?.kind === "function" ? run.name : null;
  }
  if (value.symbol === "build_sensor_for_freshness_checks") return "freshness_checks_sensor";
  return value.callee?.name ?? null;
}

/** The job that a schedule or sensor names. */
export function jobNameOf(value: DagsterValue): string | null {
  const job = given(value, "job", value.symbol === "build_schedule_from_partitioned_job" ? 0 : -1);
  if (job?.kind === "dagster") return nameOf(job);
  return stringOf(given(value, "job_name"));
}

/** What a call inside of a graph adds to it; `null` for what is no op or graph. */
export function nameOfNode(
  callee: DagsterValue,
): { readonly name: Value | null; readonly isAlias: boolean; readonly definition: DagsterValue } | null {
  if (callee.symbol === ".alias") {
    const inner = callee.base === null ? null : nameOfNode(callee.base);
    return inner === null ? null : { ...inner, name: given(callee, "name", 0), isAlias: true };
  }
  if (callee.symbol === ".configured") {
    const inner = callee.base === null ? null : nameOfNode(callee.base);
    const own = nameOf(callee);
    return inner === null ? null : { ...inner, name: own === null ? null : ofString(own), definition: callee };
  }
  if (same.test(callee.symbol)) return callee.base === null ? null : nameOfNode(callee.base);
  if (!opLike.test(callee.symbol)) return null;
  const own = nameOf(callee);
  return { name: own === null ? null : ofString(own), isAlias: false, definition: callee };
}

/** As `AssetKey.to_python_identifier` gives it. */
export function identifierOf(key: AssetKey): string {
  return key.join("__").replaceAll(/[-.]/g, "_");
}

/** The name of the op inside of an asset. */
export function opNameOf(value: DagsterValue): string | null {
  if (/^(asset|observable_source_asset|graph_asset)$/.test(value.symbol)) {
    const key = keyOf(value);
    return key === null ? null : identifierOf(key);
  }
  return nameOf(value);
}
