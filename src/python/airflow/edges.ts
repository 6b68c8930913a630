import { doubtOf, noteChange } from "../evaluate/doubt.ts";
import { iterate } from "../evaluate/iterate.ts";
import { doubtLoad, type Machine, raise } from "../evaluate/machine.ts";
import type { Site } from "../evaluate/site.ts";
import { noteUnknownUse } from "../evaluate/unknown-use.ts";
import type { Value } from "../evaluate/value.ts";
import type { Expression } from "../syntax/ast.ts";
import { addTask, doubtDags, refuse } from "./add-task.ts";
import type { DagValue, GroupValue, LabelValue, Node, TaskValue } from "./dag-values.ts";
import { leavesForEdges, leavesOf, rootsOf } from "./group-ends.ts";
import { isNoData } from "./no-data.ts";

export function isNode(value: Value): value is Node {
  return value.kind === "task" || value.kind === "group" || value.kind === "xcom" || value.kind === "label";
}

/** `left >> right` and `left << right`; `null` where it is no matter of tasks. */
export function shift(operator: ">>" | "<<", left: Value, right: Value, site: Site): Value | null {
  const { place, scope, machine } = site;
  if (isNode(left) || isNode(right)) noteMixed(site);
  if (isNode(left)) {
    setRelatives(left, right, operator === "<<", site);
    return right;
  }
  if (isNode(right)) {
    setRelatives(right, left, operator === ">>", site);
    return right;
  }
  if (isSequence(left) && isSequence(right)) raise("TypeError", "edges cannot be set between two lists", place, scope);
  if (left.kind === "unknown" && isSequence(right)) {
    noteUnknownRelatives([], right, machine);
    return right;
  }
  if (right.kind === "unknown" && isSequence(left)) noteUnknownRelatives([], left, machine);
  // Two things that may be tasks: of any DAG.
  const mayBe = (value: Value): boolean => value.kind === "unknown" && value.isForeign;
  if (mayBe(left) && mayBe(right)) doubtDags(machine, "an edge is set between what is not known");
  return null;
}

/** `a >> b << c`: of several in one, the whole is noted. */
function noteMixed({ place: node, scope, machine }: Site): void {
  const { path } = scope.record;
  if (node.kind !== "binary") return;
  const other = node.operator === ">>" ? "<<" : ">>";
  const isOther = (one: Expression): boolean => one.kind === "binary" && one.operator === other;
  const key = `${path}:${node.start}`;
  const { mixedEdges } = machine.airflow;
  if (isOther(node.left) || isOther(node.right) || mixedEdges.has(key))
    mixedEdges.set(key, { start: node.start, end: node.end, path });
}

function isSequence(value: Value): boolean {
  return (value.kind === "list" && value.type !== "dict_view") || value.kind === "tuple";
}

/** Whether it is surely nothing that can have edges, nor a list of such. */
function isNoNode(value: Value): boolean {
  if (value.kind === "native") return value.factory !== null;
  return ["constant", "dag", "dict", "function", "generator", "list", "set"].includes(value.kind);
}

/** `node.set_upstream(others)` or `node.set_downstream(others)` */
export function setRelatives(node: Node, others: Value, isUpstream: boolean, { place, scope, machine }: Site): void {
  const list = isSequence(others) ? iterate(others, machine) : [others];
  const nodes = list?.filter(isNode) ?? [];
  if (list === null || nodes.length < list.length) {
    const wrong = list?.find((one) => !isNode(one));
    if (wrong !== undefined && isNoNode(wrong))
      raise("AttributeError", "edges can only be set between tasks", place, scope);
    if (wrong !== undefined && isNoData(wrong)) doubtLoad(machine, "an edge is set to what is no task");
    noteUnknownRelatives([node], others, machine);
    noteUnknownUse(list ?? [others], "an edge may lead to it", machine);
  }
  if (node.kind === "label" && nodes.some(({ kind }) => kind === "label"))
    raise("TypeError", "edges cannot be set between two labels", place, scope);
  machine.airflow.edgePlace = { start: place.start, end: place.end, path: scope.record.path };
  connect(node, nodes, isUpstream, machine);
  machine.airflow.edgePlace = null;
}

/** An edge to something unknown: all DAGs that have part in it may have more edges. */
function noteUnknownRelatives(nodes: readonly Node[], others: Value, machine: Machine): void {
  const values = isSequence(others) ? (others as { items: readonly Value[] }).items : [others]; // lists and tuples have items
  const all = [...nodes, ...values.filter(isNode)];
  const dags = new Set(all.flatMap(dagsOf));
  const reason = "an edge leads to something that is not known";
  for (const dag of dags.size > 0 ? dags : new Set(machine.airflow.dags))
    dag.doubts.all.push({ reason, frame: "always" });
}

function dagsOf(node: Node): readonly DagValue[] {
  if (node.kind === "label") return [...node.upstream, ...node.downstream].flatMap(dagsOf);
  const dags = node.kind === "xcom" ? node.tasks.map((task) => task.dag) : [node.dag];
  return dags.filter((dag) => dag !== null);
}

/** As the `_set_relatives` of tasks, groups, results and labels do. */
export function connect(node: Node, others: readonly Node[], isUpstream: boolean, machine: Machine): void {
  switch (node.kind) {
    case "task":
      connectTask(node, others, isUpstream, machine);
      return;
    case "xcom":
      for (const task of node.tasks) connectTask(task, others, isUpstream, machine);
      return;
    case "group":
      connectGroup(node, others, isUpstream, machine);
      return;
    case "label":
      connectLabel(node, others, isUpstream, machine);
      return;
  }
}

function connectTask(task: TaskValue, others: readonly Node[], isUpstream: boolean, machine: Machine): void {
  const relatives: TaskValue[] = [];
  for (const other of others) {
    updateRelative(other, task, !isUpstream, machine);
    relatives.push(...(isUpstream ? leavesOf(other) : rootsOf(other)));
  }
  checkDags(task, relatives, machine);
  const dag = task.dag ?? relatives.find((one) => one.dag !== null)?.dag ?? null;
  if (dag !== null && task.dag === null) addTask(dag, task, machine);
  for (const relative of relatives) {
    if (dag !== null && relative.dag === null) addTask(dag, relative, machine);
    if (isUpstream) addEdge(relative, task, machine);
    else addEdge(task, relative, machine);
  }
}

/** Notes edges between DAGs, and between tasks of none, as far as it is known where they belong. */
function checkDags(task: TaskValue, relatives: readonly TaskValue[], machine: Machine): void {
  const { edgePlace, isUnclear } = machine.airflow;
  const all = [task, ...relatives];
  const isGiven = all.some(
    (one) => one.dag === null && one.arguments.some(({ name }) => /^(?:dag|task_group|\*\*)$/.test(name ?? "")),
  );
  if (relatives.length === 0 || isGiven || isUnclear || doubtOf(machine.doubts) !== null) return;
  const dags = new Set(all.map((one) => one.dag));
  if (edgePlace === null) {
    if (dags.has(null)) doubtLoad(machine, "an edge is set between tasks of no DAG");
    return;
  }
  const at = { path: edgePlace.path, place: edgePlace };
  if (dags.size === 1 && dags.has(null)) refuse(machine, "ValueError", "an edge is set between tasks of no DAG", at);
  dags.delete(null);
  if (dags.size > 1) refuse(machine, "RuntimeError", "an edge is set between tasks of different DAGs", at);
}

function addEdge(from: TaskValue, to: TaskValue, machine: Machine): void {
  const born = from.dag?.doubts.born;
  if (from.dag !== null) noteChange(from.dag.doubts, machine.frame);
  if (from.downstream.has(to) && from.downstream.get(to) === born) return;
  from.downstream.set(to, machine.frame);
  to.upstream.set(from, machine.frame);
  const { edgePlace, edgePlaces } = machine.airflow;
  if (edgePlace !== null) edgePlaces.set(from, (edgePlaces.get(from) ?? new Map()).set(to, edgePlace));
}

/** `other.update_relative(node, isUpstream)` */
function updateRelative(other: Node, node: TaskValue | GroupValue, isUpstream: boolean, machine: Machine): void {
  if (other.kind === "label") connectLabel(other, [node], isUpstream, machine);
  if (other.kind !== "group" || node.kind === "group" || !isUpstream) return;
  for (const task of rootsOf(node)) other.upstreamTasks.add(task);
}

function connectGroup(group: GroupValue, others: readonly Node[], isUpstream: boolean, machine: Machine): void {
  const leaves = machine.surroundings.airflow === 2 ? leavesOf(group) : leavesForEdges(group);
  if (isUpstream) {
    for (const other of others)
      if (other.kind !== "group") for (const task of rootsOf(other)) group.upstreamTasks.add(task);
    for (const root of rootsOf(group)) connectTask(root, others, true, machine);
  } else for (const leaf of leaves) connectTask(leaf, others, false, machine);
}

/** Passes edges on once both of its sides are known. */
function connectLabel(label: LabelValue, others: readonly Node[], isUpstream: boolean, machine: Machine): void {
  const known = others.filter((one) => one.kind !== "label");
  if (isUpstream) label.upstream.push(...known);
  else label.downstream.push(...known);
  if (label.upstream.length > 0 && label.downstream.length > 0) toGroups(label);
  for (const node of isUpstream ? label.downstream : label.upstream) connect(node, others, isUpstream, machine);
}

/** As `_convert_streams_to_task_groups`: between different groups, the whole groups are joined. */
function toGroups(label: LabelValue): void {
  const groupOf = (node: LabelValue["upstream"][number]): GroupValue | null | undefined => {
    if (node.kind === "group") return node;
    return node.kind === "task" ? node.group : node.tasks[0]?.group;
  };
  const groups = new Set([...label.upstream, ...label.downstream].map((node) => groupOf(node)?.id ?? ""));
  if (groups.size === 1) return;
  const convert = (node: LabelValue["upstream"][number]): LabelValue["upstream"][number] =>
    node.kind === "task" && node.group !== null && node.group.id !== "" ? node.group : node;
  label.upstream = label.upstream.map(convert);
  label.downstream = label.downstream.map(convert);
}
