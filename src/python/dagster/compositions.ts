import { argumentValue } from "../evaluate/arguments.ts";
import { callValue } from "../evaluate/call.ts";
import { settle } from "../evaluate/doubt.ts";
import { callFunction } from "../evaluate/function.ts";
import type { Machine } from "../evaluate/machine.ts";
import { native, none, ofString, unknown } from "../evaluate/make-values.ts";
import type { FunctionValue, NativeCall, Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { Composition, CompositionNode, DagsterValue } from "./dagster-values.ts";
import { nameOfNode } from "./names-of-definitions.ts";
import { callFlaws } from "./node-inputs.ts";
import { isOutput, makeOutput, outputNames, outputsOfCall, refusedUse } from "./outputs.ts";
import { noteRefusedCall } from "./refused/note-refusal.ts";
import { noteHandedOn } from "./refused/odd-outputs.ts";

/** Follows the body of a graph or job, whose arguments are outputs of others. */
export function compose(callee: FunctionValue | null, call: NativeCall, isAsset: boolean): Composition {
  const { machine } = call;
  const made: Composition = { nodes: [], doubts: { born: machine.frame, all: [] }, handed: new Set(), result: null };
  if (callee === null) {
    made.doubts.all.push({ reason: "its function is not known", frame: "always" });
    return made;
  }
  const given = callee.parameters.flatMap(({ name, form }) =>
    form === "*" || form === "**"
      ? []
      : [
          {
            name: form === "positional" ? null : name,
            value: makeOutput("output", call),
            place: call.place,
            text: name,
          },
        ],
  );
  machine.dagster.compositions.push(made);
  try {
    const result = callFunction(callee, given, call);
    made.result = result;
    for (const one of flat(result)) made.handed.add(one);
    if (isAsset && (isNone(result) || made.nodes.some((node) => isLeaf(node, made))))
      doubt(made, "not all that it makes is given");
  } finally {
    machine.dagster.compositions.pop();
  }
  if (!given.every(({ value }) => made.handed.has(value))) doubt(made, "one of its inputs goes nowhere");
  return made;
}

/** Whether what a node gives goes nowhere: of several outputs, none. */
function isLeaf({ output }: CompositionNode, { handed }: Composition): boolean {
  return !handed.has(output) && !flat(output).some((one) => handed.has(one));
}

function doubt({ doubts }: Composition, reason: string): void {
  doubts.all.push({ reason, frame: "always" });
}

function flat(value: Value): readonly Value[] {
  if (value.kind === "list" || value.kind === "tuple") return value.items.flatMap(flat);
  if (value.kind === "dagster" && value.symbol === "outputs") return value.arguments.map((one) => one.value);
  if (value.kind === "dagster" && value.base !== null && value.symbol === "dynamic output") return [value, value.base];
  return value.kind === "dict" ? [...value.entries.values()].flatMap((entry) => flat(entry.value)) : [value];
}

/** Attributes of outputs: those of several are by their names; what is dynamic is mapped and collected. */
export function outputAttribute(output: DagsterValue, name: string): Value {
  const inner = output.symbol === "outputs" ? argumentValue(output.arguments, name) : undefined;
  if (inner !== undefined) return inner;
  if (output.symbol === "some output") return output;
  if (output.symbol !== "dynamic output" || (name !== "map" && name !== "collect"))
    throw refusedUse(output, "AttributeError", `has no output or method \`${name.slice(0, 60)}\``);
  return native(name, (call) => {
    for (const one of flat(output)) call.machine.dagster.compositions.at(-1)?.handed.add(one);
    return name === "collect" ? makeOutput("output", call) : mapOutput(call.arguments[0]?.value ?? none, call);
  });
}

/** `.map(fn)` calls the function with one output, and gives dynamic ones again. */
function mapOutput(fn: Value, call: NativeCall): Value {
  const { machine, place } = call;
  const current = machine.dagster.compositions.at(-1);
  const before = current?.nodes.length ?? 0;
  const given = [{ name: null, value: makeOutput("output", call), place, text: call.text }];
  const result = callValue(fn, given, call);
  const inside = current?.nodes.slice(before) ?? [];
  if (
    current !== undefined &&
    inside.some(({ definition }) => outputNames(definition)?.every((one) => !one.isDynamic) !== true)
  )
    doubt(current, "whether what is mapped may be mapped again is not known");
  if (isNone(result)) return none;
  if (result.kind === "dagster" && isOutput(result))
    return result.symbol === "output" ? { ...result, symbol: "dynamic output", base: result } : result;
  if (current !== undefined) doubt(current, "what is mapped is not known");
  return makeOutput("some output", call);
}

/** Whether a node that surely is in a graph has a name already: aliases and numbers are not changed any further. */
function isTaken(name: Value, { nodes }: Composition, { frame }: Machine): boolean {
  const own = stringOf(name);
  return own !== null && nodes.some((one) => stringOf(one.name) === own && settle(one.frame) === settle(frame));
}

/** Adds a call to the graph whose body is being followed; `null` where there is none, or it is no node. */
export function addNode(callee: DagsterValue, call: NativeCall): Value | null {
  const { machine } = call;
  const current = machine.dagster.compositions.at(-1);
  const node = nameOfNode(callee);
  if (current !== undefined && node === null) doubt(current, "what is called in it may add to it");
  if (current === undefined || node === null) return null;
  for (const one of call.arguments.flatMap(({ value }) => flat(value))) current.handed.add(one);
  noteHandedOn(callee, current, call);
  for (const { said, isSure } of callFlaws(node.definition, call))
    if (isSure) noteRefusedCall(said, call);
    else doubt(current, said);
  const own = stringOf(node.name);
  const count = current.nodes.filter(({ base }) => base !== null && base === own).length;
  const isNumbered = !node.isAlias && own !== null && count > 0;
  const name = isNumbered ? ofString(`${own}_${count + 1}`) : (node.name ?? unknown(callee.text));
  const base = node.isAlias ? null : own;
  if (isTaken(name, current, machine))
    noteRefusedCall(`${callee.text.slice(0, 60)} has the name of another node`, call);
  const output = outputsOfCall(outputNames(node.definition), call) ?? none;
  current.nodes.push({ name, base, definition: node.definition, called: callee, output, frame: machine.frame });
  return output;
}
