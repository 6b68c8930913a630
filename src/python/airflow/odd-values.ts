import { hasUnknownArguments } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import type { GivenArgument, Value } from "../evaluate/value.ts";
import { isNone, numberOf, stringOf } from "../evaluate/value-contents.ts";
import { oddStates } from "./odd-states.ts";
import { signOf } from "./sign-of.ts";

/** An argument that both Airflows refuse for what its value holds, or for what else is given. */
export interface OddValue {
  readonly name: string;
  /** What it takes, continuing a sentence. */
  readonly wanted: string;
}

const standard = "airflow\\.(?:providers\\.standard\\.)?";
const sensor = /^(?:@task\.sensor|airflow\.[\w.]*(?:Sensor|SensorAsync))$/;
const awaiting = new RegExp(`^${standard}sensors\\.external_task(?:_sensor)?\\.ExternalTaskSensor$`);
const trigger = new RegExp(`^${standard}operators\\.trigger_dagrun\\.TriggerDagRunOperator$`);

/** What the `__init__` of an operator refuses, in Airflow 2.11.2 and 3.3.2 alike, and what 2.11.2 alone does. */
export function oddValues(operator: string, given: readonly GivenArgument[], airflow: 2 | 3): readonly OddValue[] {
  const values = new Map(given.map(({ name, value }) => [name, value]));
  const odd = [
    isBelow(values.get("pool_slots"), 1) && { name: "pool_slots", wanted: "at least 1" },
    airflow === 2 && isOddWeight(values.get("weight_rule")) && { name: "weight_rule", wanted: weights },
    ...(sensor.test(operator) ? oddOfSensor(values) : []),
    ...(awaiting.test(operator) ? oddOfAwaiting(values, hasUnknownArguments(given)) : []),
    ...(trigger.test(operator)
      ? ["allowed_states", "failed_states"].map((name) => oddStates(values, "run", [name]))
      : []),
  ];
  return odd.filter((one) => one !== false);
}

function oddOfSensor(values: Values): readonly (OddValue | false)[] {
  const mode = values.get("mode");
  const isOddMode = mode?.kind === "constant" && !/^(?:poke|reschedule)$/.test(stringOf(mode) ?? "");
  return [
    isOddMode && { name: "mode", wanted: '`"poke"` or `"reschedule"`' },
    ...["poke_interval", "timeout", "max_wait"].map((name) => {
      const value = values.get(name);
      const isTaken = name === "max_wait" && value?.kind === "made";
      return value !== undefined && !isTaken && signOf(value) === -1 && { name, wanted: "no negative time" };
    }),
    isTrue(values.get("soft_fail")) &&
      isTrue(values.get("never_fail")) && { name: "never_fail", wanted: "`False`, as `soft_fail` is true" },
  ];
}

const weights = '`"downstream"`, `"upstream"` or `"absolute"`';

/** A strategy of a plugin has a dotted path. */
function isOddWeight(value: Value | undefined): boolean {
  if (value?.kind !== "constant" || isNone(value)) return false;
  return !/^$|[.]|^(?:downstream|upstream|absolute)$/.test(stringOf(value) ?? "none");
}

function isBelow(value: Value | undefined, least: number): boolean {
  const number = numberOf(value);
  return number !== null && number < least;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === "constant" && truthOf(value) === true;
}

type Values = ReadonlyMap<string | null, Value>;

const ofAwaiting = ["allowed_states", "skipped_states", "failed_states"];

function oddOfAwaiting(values: Values, isOpen: boolean): readonly (OddValue | false)[] {
  const given = new Map([...values].map(([name, value]) => [name, isGiven(value)]));
  const ofTasks = ["external_task_id", "external_task_ids", "external_task_group_id"];
  const [first, second] = ofTasks.filter((name) => given.get(name) === true);
  const isKnown = !isOpen && ofTasks.every((name) => given.get(name) !== null);
  return [
    first !== undefined && second !== undefined && { name: second, wanted: `nothing beside \`${first}\`` },
    given.get("execution_delta") === true &&
      given.get("execution_date_fn") === true && {
        name: "execution_date_fn",
        wanted: "nothing beside `execution_delta`",
      },
    isKnown && oddStates(values, first === undefined ? "run" : "task", ofAwaiting),
  ];
}

/** Whether it is something: neither `None` nor an empty list; `null` where that is not known. */
function isGiven(value: Value): boolean | null {
  if (value.kind === "unknown" || value.kind === "external") return null;
  return value.kind === "list" || value.kind === "tuple" ? truthOf(value) : !isNone(value);
}
