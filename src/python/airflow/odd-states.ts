import { doubtOf } from "../evaluate/doubt.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { OddValue } from "./odd-values.ts";

const ofRuns = ["queued", "running", "success", "failed"];

/** `State.task_states` and `State.dag_states` of Airflow 2.11.2 and 3.3.2, whichever has one. */
const states: Readonly<Record<"task" | "run", readonly string[]>> = {
  run: ofRuns,
  task: `${ofRuns.join(" ")} awaiting_input deferred removed restarting scheduled shutdown skipped up_for_reschedule up_for_retry
    upstream_failed`.split(/\s+/),
};

/** The first of some lists of states which is refused, as one is of no such thing, or given twice; `false` where none surely is. */
export function oddStates(
  values: ReadonlyMap<string | null, Value>,
  of: "task" | "run",
  lists: readonly string[],
): OddValue | false {
  const seen = new Set<string>();
  for (const name of lists) {
    const names = namesOf(values.get(name));
    if (names === null) return false;
    const all = names.length === 0 && name === "allowed_states" ? ["success"] : names;
    if (!all.every((one) => states[of].includes(one))) return { name, wanted: `states of a ${of}` };
    if (lists.length > 1 && (all.some((one) => seen.has(one)) || new Set(all).size < all.length))
      return { name, wanted: "states that are given once alone" };
    for (const one of all) seen.add(one);
  }
  return false;
}

/** `null` where they are not known. */
function namesOf(value: Value | undefined): readonly string[] | null {
  if (value === undefined || isNone(value)) return [];
  if (value.kind !== "list" && value.kind !== "tuple") return stringOf(value)?.split("") ?? null;
  if (value.kind === "list" && doubtOf(value.doubts) !== null) return null;
  const names = value.items.map(nameOf);
  return names.every((name) => name !== null) ? names : null;
}

/** `TaskInstanceState.SUCCESS` is `success`. */
function nameOf(value: Value): string | null {
  if (value.kind !== "external") return stringOf(value);
  return /^airflow\..*\.(?:TaskInstance|DagRun|)State\.([A-Z_]+)$/.exec(value.name)?.[1]?.toLowerCase() ?? null;
}
