import { argumentsOf, argumentValue, mergeArguments } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { doubtLoad, type Machine } from "../evaluate/machine.ts";
import { unknown } from "../evaluate/make-values.ts";
import type { GivenArgument, Value } from "../evaluate/value.ts";
import { isNone } from "../evaluate/value-contents.ts";
import type { DagValue, GroupValue } from "./dag-values.ts";

/** Where a task belongs. */
export interface Home {
  readonly dag: DagValue | null;
  readonly group: GroupValue | null;
}

export function homeFor(given: readonly GivenArgument[], machine: Machine): Home {
  const written = argumentValue(given, "dag");
  const group = argumentValue(given, "task_group");
  const own = group?.kind === "group" ? group : null;
  const isOther = group !== undefined && own === null && !isNone(group);
  if (isOther || (written !== undefined && written.kind !== "dag" && !isNone(written))) {
    if (written !== undefined && written.kind !== "unknown") doubtLoad(machine, "a task is given what is no DAG");
    // It is given to a DAG that is not known: any of them may have more tasks.
    for (const dag of machine.dags)
      dag.doubts.all.push({ reason: "a task is given to a DAG that is not known", frame: "always" });
    return { dag: null, group: own };
  }
  const dag = written?.kind === "dag" ? written : (machine.airflow.dags.at(-1) ?? own?.dag ?? null);
  return { dag, group: own ?? (dag === null ? null : (machine.airflow.groups.at(-1) ?? dag.root)) };
}

/** What DAG, groups and the task's own `default_args` give, the inner before the outer. */
export function defaultsFor(home: Home, given: readonly GivenArgument[]): readonly GivenArgument[] {
  const groups: Value[] = [];
  for (let one = home.group; one !== null; one = one.parent)
    if (one.defaultArguments !== null) groups.unshift(one.defaultArguments);
  const ofDag = home.dag === null ? undefined : argumentValue(home.dag.arguments, "default_args");
  const all = [ofDag, ...groups, argumentValue(given, "default_args")].filter((one) => one !== undefined);
  const isOpen = all.some((one) => !isNone(one) && (one.kind !== "dict" || doubtOf(one.doubts) !== null));
  const merged = mergeArguments(...all.map(defaultsOf));
  if (!isOpen) return merged;
  return [...merged, { name: "**", value: unknown("default_args"), place: { start: 0, end: 0 }, text: "default_args" }];
}

/** What a dictionary of defaults gives; values that may have been changed are not known. */
function defaultsOf(dict: Value): readonly GivenArgument[] {
  const given = argumentsOf(dict);
  if (dict.kind !== "dict" || doubtOf(dict.doubts) === null) return given;
  return given.map((one) => ({ ...one, value: unknown(one.name ?? "") }));
}
