import { argument, argumentValue } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { copyDeeply, copyValue } from "../evaluate/copy-value.ts";
import { type Machine, raise } from "../evaluate/machine.ts";
import { native, none, ofList, ofString, unknown } from "../evaluate/make-values.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { Place } from "../syntax/ast.ts";
import { refuse } from "./add-task.ts";
import { checkGroup, groupArguments } from "./check-group.ts";
import type { DagValue, GroupValue, TaskValue } from "./dag-values.ts";
import { nameByPosition } from "./dags.ts";
import { type connect, setRelatives } from "./edges.ts";
import { leavesOf, rootsOf, tasksOf } from "./group-ends.ts";
import { childId, doubtKey, uniqueGroupId } from "./ids.ts";
import { homeFor } from "./task-home.ts";

export interface GroupSpec {
  readonly ownId: string | null;
  readonly given: NativeCall["arguments"];
  readonly isSuffixed: boolean;
  readonly mappedOver: readonly TaskValue[] | null;
  readonly place: Place;
  readonly idPlace: Place;
  readonly path: string;
}

/** `TaskGroup(…)` */
export function constructGroup(call: NativeCall): Value {
  const given = nameByPosition(call.arguments, groupArguments[call.machine.surroundings.airflow]);
  checkGroup("TaskGroup", given, call);
  const suffix = argumentValue(given, "add_suffix_on_collision");
  return makeGroup(
    {
      ownId: stringOf(argument(given, "group_id")?.value),
      given,
      isSuffixed: suffix !== undefined && truthOf(suffix) === true,
      mappedOver: null,
      place: call.place,
      idPlace: call.place,
      path: call.scope.record.path,
    },
    call,
  );
}

export function makeGroup(spec: GroupSpec, { machine, scope }: Pick<NativeCall, "machine" | "scope">): GroupValue {
  const { given } = spec;
  doubtKey(argument(given, "group_id"), machine);
  const home = homeFor(given, machine);
  const written = argumentValue(given, "parent_group");
  // Airflow 3 takes `None` for the DAG itself, Airflow 2 for the group that it is in.
  const isOutside = written !== undefined && isNone(written) && machine.surroundings.airflow === 3;
  const inside = isOutside ? null : home.group;
  const parent = written?.kind === "group" ? written : (inside ?? home.dag?.root ?? null);
  const dag = parent?.dag ?? home.dag;
  if (dag === null && machine.dags.every((one) => one.doubts.all.length === 0))
    raise("RuntimeError", "TaskGroup can only be used inside a dag", spec.place, scope);
  if (written === undefined) checkAround(dag, spec, machine);
  const prefix = argumentValue(given, "prefix_group_id");
  const prefixes = prefix === undefined ? true : truthOf(prefix);
  const outer = parent ?? dag?.root ?? null;
  const isElsewhere = written !== undefined && written.kind !== "group" && !isNone(written);
  const ownId =
    spec.ownId !== null && outer !== null && spec.isSuffixed
      ? uniqueGroupId(spec.ownId, outer, machine.surroundings.airflow)
      : spec.ownId;
  const defaults = argumentValue(given, "default_args");
  const group: GroupValue = {
    kind: "group",
    id: prefixes === null || isElsewhere ? null : childId(outer, ownId),
    ownId,
    prefixes: prefixes ?? true,
    parent: outer,
    dag,
    children: [],
    defaultArguments: defaults === undefined || isNone(defaults) ? null : (copyDeeply(defaults) ?? copyValue(defaults)),
    mappedOver: spec.mappedOver,
    upstreamTasks: new Set(),
    usedIds: dag?.root.usedIds ?? new Set(),
    place: spec.place,
  };
  outer?.children.push(group);
  claimId(group, spec, machine);
  return group;
}

/** Airflow 3 puts a group into the one that it stands in, whatever its DAG is. */
function checkAround(dag: DagValue | null, spec: GroupSpec, machine: Machine): void {
  const around = machine.airflow.dags.at(-1);
  if (machine.surroundings.airflow === 3 && dag !== null && around !== undefined && dag !== around)
    refuse(machine, "ValueError", "a task group stands in another DAG than its own", spec);
}

function claimId({ id, ownId, usedIds }: GroupValue, spec: GroupSpec, machine: Machine): void {
  const { path, idPlace } = spec;
  if (id === null || ownId === null) return;
  if (usedIds.has(id))
    refuse(machine, "DuplicateTaskIdFound", `group_id '${ownId}' has already been added to the DAG`, spec);
  if (!/^[\p{L}\p{N}_-]+\n?$/u.test(ownId) || ownId.length > 200)
    refuse(machine, "ValueError", `The key '${ownId.slice(0, 60)}' is not allowed as a group_id`, {
      path,
      place: idPlace,
    });
  for (const one of [id, `${id}.downstream_join_id`, `${id}.upstream_join_id`]) usedIds.add(one);
}

/** `group["name"]` */
export function groupChild(group: GroupValue, label: string | null): Value | null {
  const id = childId(group, label);
  return id === null ? null : (group.children.find((child) => child.id === id) ?? null);
}

export function groupAttribute(group: GroupValue, name: string): Value | null {
  switch (name) {
    case "group_id":
    case "node_id":
      return group.id === null ? unknown("group_id") : ofString(group.id);
    case "label":
      return group.ownId === null ? unknown("label") : ofString(group.ownId);
    case "dag":
      return group.dag;
    case "parent_group":
      return group.parent;
    case "default_args":
      return group.defaultArguments;
    case "roots":
      return ofList(rootsOf(group), null);
    case "leaves":
      return ofList(leavesOf(group), null);
    case "get_roots":
    case "get_leaves":
      return native(name, ({ machine }) =>
        ofList(name === "get_roots" ? rootsOf(group) : leavesOf(group), machine.frame),
      );
    case "children":
      return null;
    case "__iter__":
      return native(name, ({ machine }) => ofList(tasksOf(group), machine.frame));
    case "get_child_by_label":
      return native(
        name,
        ({ arguments: given, text }) => groupChild(group, stringOf(given[0]?.value)) ?? unknown(text, true),
      );
    case "set_upstream":
    case "set_downstream":
      return relativesMethod(group, name);
    case "add":
      return native(name, ({ arguments: given, machine, text }) => {
        const [node] = given;
        if (node?.value.kind !== "task" && node?.value.kind !== "group") return unknown(text, true);
        group.dag?.doubts.all.push({ reason: "a task is added to a group", frame: "always" });
        return machine.frame === null ? node.value : unknown(text, true);
      });
    default:
      return null;
  }
}

export function relativesMethod(node: Parameters<typeof connect>[0], name: "set_upstream" | "set_downstream"): Value {
  return native(name, (call) => {
    const others = argumentValue(call.arguments, "task_or_task_list", 0) ?? argumentValue(call.arguments, "other", 0);
    if (others !== undefined) setRelatives(node, others, name === "set_upstream", call);
    return none;
  });
}
