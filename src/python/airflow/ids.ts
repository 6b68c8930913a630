import { doubtLoad, type Machine } from "../evaluate/machine.ts";
import type { GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import type { Place } from "../syntax/ast.ts";
import type { DagValue, GroupValue } from "./dag-values.ts";
import { isNoData } from "./no-data.ts";

/** Notes that Airflow refuses an id that is no text. */
export function doubtKey(id: GivenArgument | null, machine: Machine): void {
  if (id === null) return;
  const { value } = id;
  const isOther = value.kind === "constant" ? value.constant.type !== "str" : containers.has(value.kind);
  if (isOther || isNoData(value)) doubtLoad(machine, "an id is no text");
}

const containers: ReadonlySet<Value["kind"]> = new Set(["list", "tuple", "dict", "set"] as const);

/** The id of a child of a group. */
export function childId(group: GroupValue | null, label: string | null): string | null {
  if (label === null || (group?.prefixes && group.id === null)) return null;
  return group?.prefixes && group.id !== "" ? `${group.id}.${label}` : label;
}

/** Where the id of what is decorated is written, if in the module that calls it; else the call. */
export function writtenAt(id: GivenArgument | null, path: string, { place, scope }: NativeCall): Place {
  return id !== null && path === scope.record.path && id.place.end > 0 ? id.place : place;
}

/** As `get_unique_task_id` does for `@task` functions that are called again: `name__1`, `name__2`. */
export function uniqueTaskId(label: string, dag: DagValue | null, group: GroupValue | null): string {
  if (dag === null) return label;
  const whole = childId(group, label);
  if (whole === null) return label;
  if (!dag.tasks.has(whole)) return label;
  const prefix = `${whole.replace(/__\d+$/, "")}__`;
  const numbers = [...dag.tasks.keys()].flatMap((id) => suffixOf(id, prefix));
  return `${label.replace(/__\d+$/, "")}__${Math.max(0, ...numbers) + 1}`;
}

/** As `TaskGroup` does with `add_suffix_on_collision`. */
export function uniqueGroupId(ownId: string, parent: GroupValue, airflow: 2 | 3): string {
  // Airflow 2 looks at the id without the prefix of the parent.
  if (!parent.usedIds.has((airflow === 2 ? null : childId(parent, ownId)) ?? ownId)) return ownId;
  const base = ownId.replace(/__\d+$/, "");
  const numbers = [...parent.usedIds].flatMap((id) => suffixOf(id, `${base}__`));
  return numbers.length === 0 ? `${ownId}__1` : `${base}__${Math.max(...numbers) + 1}`;
}

function suffixOf(id: string, prefix: string): readonly number[] {
  const rest = id.startsWith(prefix) ? id.slice(prefix.length) : "";
  return /^\d+$/.test(rest) ? [Number(rest)] : [];
}
