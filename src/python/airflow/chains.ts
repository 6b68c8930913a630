import { argumentValue, hasUnknownArguments, positionals } from "../evaluate/arguments.ts";
import { iterate } from "../evaluate/iterate.ts";
import { raise } from "../evaluate/machine.ts";
import { none } from "../evaluate/make-values.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import { isNode, setRelatives } from "./edges.ts";

/** `chain(…)` */
export function chain(call: NativeCall): Value {
  const items = positionals(call.arguments);
  if (hasUnknownArguments(call.arguments)) return doubtEdges(call);
  if (items.length < call.arguments.length) refuseCall("chain() takes no such argument", call);
  for (const [index, down] of items.entries()) {
    const up = items[index - 1];
    if (up === undefined) continue;
    if (isNode(up)) setRelatives(up, down, false, call);
    else if (isNode(down)) setRelatives(down, up, true, call);
    else chainLists(up, down, call);
  }
  return none;
}

function chainLists(up: Value, down: Value, call: NativeCall): void {
  const isOdd = (value: Value): boolean => ["set", "dict", "generator", "constant", "dag"].includes(value.kind);
  if (isOdd(up) || isOdd(down)) refuseCall("edges can only be set between tasks", call);
  const [from, to] = [iterate(up, call.machine), iterate(down, call.machine)];
  if (from === null || to === null) {
    doubtEdges(call);
    return;
  }
  if (from.length !== to.length)
    raise("ValueError", "Chain not supported for different length Iterable", call.place, call.scope);
  for (const [index, one] of from.entries()) {
    const other = to[index];
    if (other !== undefined && isNode(one)) setRelatives(one, other, false, call);
    else doubtEdges(call);
  }
}

/** `cross_downstream(from_tasks, to_tasks)` */
export function crossDownstream(call: NativeCall): Value {
  const [from, to] = [argumentValue(call.arguments, "from_tasks", 0), argumentValue(call.arguments, "to_tasks", 1)];
  const list = from === undefined ? null : iterate(from, call.machine);
  if (list === null || to === undefined || !list.every(isNode)) return doubtEdges(call);
  for (const one of list) if (isNode(one)) setRelatives(one, to, false, call);
  return none;
}

/** `chain_linear(…)` */
export function chainLinear(call: NativeCall): Value {
  if (hasUnknownArguments(call.arguments)) return doubtEdges(call);
  let before: readonly Value[] | null = null;
  const items = positionals(call.arguments);
  if (items.some(({ kind }) => kind === "label")) refuseCall("chain_linear() takes no labels", call);
  const isEmpty = (value: Value): boolean =>
    (value.kind === "list" || value.kind === "tuple") && value.items.length === 0;
  if (items.slice(0, -1).every(isEmpty)) refuseCall("chain_linear() sets no edge", call);
  for (const item of items) {
    const list: readonly Value[] | null = isNode(item) ? [item] : iterate(item, call.machine);
    if (list === null) return doubtEdges(call);
    for (const one of before ?? []) {
      if (!isNode(one)) return doubtEdges(call);
      setRelatives(one, item, false, call);
    }
    before = list;
  }
  return none;
}

function refuseCall(message: string, { place, scope }: NativeCall): never {
  return raise("ValueError", message, place, scope);
}

function doubtEdges(call: NativeCall): Value {
  const given = call.arguments.flatMap(({ value }) =>
    value.kind === "list" || value.kind === "tuple" ? value.items : [value],
  );
  const dags = given
    .filter(isNode)
    .flatMap((node) =>
      node.kind === "task" || node.kind === "group"
        ? [node.dag]
        : node.kind === "xcom"
          ? node.tasks.map((task) => task.dag)
          : [],
    );
  const reason = "an edge leads to something that is not known";
  for (const dag of new Set([...dags, call.machine.airflow.dags.at(-1) ?? null]))
    dag?.doubts.all.push({ reason, frame: "always" });
  return none;
}
