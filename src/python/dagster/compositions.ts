import { argumentValue } from "../evaluate/arguments.ts";
import { callValue } from "../evaluate/call.ts";
import { callFunction } from "../evaluate/function.ts";
import { native, ofString, unknown } from "../evaluate/make-values.ts";
import type { FunctionValue, NativeCall, Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { Composition, CompositionNode, DagsterValue } from "./dagster-values.ts";
import { nameOfNode } from "./names-of-definitions.ts";
import { takes } from "./node-inputs.ts";

/** Follows the body of a graph or job, whose arguments are outputs of others. */
export function compose(callee: FunctionValue | null, call: NativeCall, isAsset: boolean): Composition {
  const { machine } = call;
  const made: Composition = { nodes: [], doubts: { born: machine.frame, all: [] }, handed: new Set() };
  if (callee === null) {
    made.doubts.all.push({ reason: "its function is not known", frame: "always" });
    return made;
  }
  const given = callee.parameters.flatMap(({ name, form }) =>
    form === "*" || form === "**"
      ? []
      : [{ name: form === "positional" ? null : name, value: makeOutput(call), place: call.place, text: name }],
  );
  machine.dagster.compositions.push(made);
  try {
    const result = callFunction(callee, given, call.place, call.scope, machine);
    for (const one of flat(result)) made.handed.add(one);
    if (isAsset && (isNone(result) || made.nodes.some((node) => isLeaf(node, made))))
      doubt(made, "not all that it makes is given");
  } finally {
    machine.dagster.compositions.pop();
  }
  if (!given.every(({ value }) => made.handed.has(value))) doubt(made, "one of its inputs goes nowhere");
  return made;
}

/** Whether what a node gives goes nowhere. Of several outputs that is not followed. */
function isLeaf({ definition, output }: CompositionNode, { handed }: Composition): boolean {
  return argumentValue(definition.arguments, "out")?.kind !== "dict" && !handed.has(output);
}

function doubt({ doubts }: Composition, reason: string): void {
  doubts.all.push({ reason, frame: "always" });
}

function flat(value: Value): readonly Value[] {
  if (value.kind === "list" || value.kind === "tuple") return value.items.flatMap(flat);
  return value.kind === "dict" ? [...value.entries.values()].flatMap((entry) => flat(entry.value)) : [value];
}

/** What an op gives inside of a graph: nothing is known of it but that it can be handed on. */
export function makeOutput(call: NativeCall): DagsterValue {
  return {
    kind: "dagster",
    symbol: "output",
    arguments: [],
    base: null,
    callee: null,
    composition: null,
    born: call.machine.frame,
    place: call.place,
    namePlace: call.place,
    path: call.scope.record.path,
    text: call.text,
  };
}

/** `.map(fn)` calls the function with one output; all else gives outputs again. */
export function outputAttribute(output: DagsterValue, name: string): Value {
  if (name !== "map" && name !== "collect") return output;
  return native(name, (call) => {
    const [first] = call.arguments;
    if (name === "collect" || first === undefined) return output;
    const given = [{ name: null, value: output, place: call.place, text: "" }];
    return callValue(first.value, given, call.node, call.scope, call.machine);
  });
}

/** Adds a call to the graph whose body is being followed; `null` where there is none, or it is no node. */
export function addNode(callee: DagsterValue, call: NativeCall): Value | null {
  const { machine } = call;
  const current = machine.dagster.compositions.at(-1);
  const node = nameOfNode(callee);
  if (current === undefined || node === null) return null;
  for (const one of call.arguments.flatMap(({ value }) => flat(value))) current.handed.add(one);
  if (!takes(node.definition, call))
    doubt(current, `what \`${callee.text.slice(0, 60)}\` is given is not what it takes`);
  const own = stringOf(node.name);
  const count = current.nodes.filter(({ base }) => base !== null && base === own).length;
  const isNumbered = !node.isAlias && own !== null && count > 0;
  const name = isNumbered ? ofString(`${own}_${count + 1}`) : (node.name ?? unknown(callee.text));
  const base = node.isAlias ? null : own;
  const output = makeOutput(call);
  current.nodes.push({ name, base, definition: node.definition, called: callee, output, frame: machine.frame });
  return output;
}
