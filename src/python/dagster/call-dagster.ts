import { positionals } from "../evaluate/arguments.ts";
import { callValue } from "../evaluate/call.ts";
import { raise } from "../evaluate/machine.ts";
import { native, ofTuple } from "../evaluate/make-values.ts";
import type { FunctionValue, GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import { isTextual, valueOfAnnotation } from "./annotations.ts";
import { addNode, compose } from "./compositions.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { loadFromFolder } from "./defs-folder.ts";
import { formOf } from "./forms.ts";
import { makeDagster } from "./make-dagster.ts";
import { loadFrom } from "./module-loaders.ts";
import { isOutput, makeOutput, refusedUse } from "./outputs.ts";
import { noteOddArguments } from "./refused/known-arguments.ts";
import { noteOddDefinition } from "./refused/odd-definitions.ts";
import { noteResult } from "./refused/odd-outputs.ts";

/** What decorates a function, with arguments of its own or without. */
const decorators =
  /^((graph_)?(multi_)?asset|(multi_)?observable_source_asset|op|job|graph|schedule|((multi_)?asset_|run_status_|run_failure_)?sensor|(multi_)?asset_check|repository|definitions|config_mapping|resource|io_manager|logger|executor|(success|failure)_hook|event_list_hook|dagster_type_loader|usable_as_dagster_type|hook|input_manager|cacheable_assets|\w+_partitioned_config)$/;

/** Calls something of Dagster by its name there. */
export function callDagster(name: string, call: NativeCall): Value {
  const symbol = name.replace(/^components\./, "");
  noteOddArguments(name, call);
  if (symbol === "with_resources") return withResources(call);
  if (symbol === "configured") return configureLater(call);
  const loaded = loadFrom(symbol, call) ?? loadFromFolder(symbol, call);
  if (loaded !== null) return loaded;
  if (!decorators.test(symbol)) return noted(makeDagster(symbol, call), call);
  const [first] = call.arguments;
  if (call.arguments.length === 1 && first?.name === null && isCallable(first.value))
    return decorate(symbol, first, [], call);
  return native(symbol, (inner) => {
    const [callee] = inner.arguments;
    return callee === undefined ? makeDagster(symbol, call) : decorate(symbol, callee, call.arguments, inner);
  });
}

function isCallable(value: Value): boolean {
  // A definition is decorated once more: what becomes of it is not known.
  if (value.kind === "dagster") return formOf(value) !== null;
  return value.kind === "function" || value.kind === "native" || value.kind === "unknown" || value.kind === "class";
}

function decorate(symbol: string, callee: GivenArgument, given: readonly GivenArgument[], call: NativeCall): Value {
  const made = makeDagster(symbol, { ...call, arguments: given });
  const of = callee.value.kind === "function" ? callee.value : null;
  if (callee.value.kind === "dagster") call.machine.surprises += 1; // it may raise
  if (symbol === "definitions" && of !== null) refuseParameters(of, call);
  const decorated = { ...made, callee: of, namePlace: callee.place, text: of?.name ?? callee.text };
  if (!/^(job|graph|graph_asset|graph_multi_asset)$/.test(symbol)) return noted(decorated, call);
  const composed = { ...decorated, composition: compose(of, call, symbol.endsWith("asset")) };
  noteResult(composed, call);
  return noted(composed, call);
}

function noted(made: DagsterValue, { machine }: NativeCall): DagsterValue {
  noteOddDefinition(made, machine);
  return made;
}

/** As `definitions` in dagster/components/definitions.py: a context alone, and annotated as such. */
function refuseParameters({ parameters, scope }: FunctionValue, { machine, place }: NativeCall): void {
  const [first, second] = parameters;
  if (first === undefined) return;
  const given = valueOfAnnotation(first.annotation, scope, machine);
  const isOther = given?.kind === "external" && !/\bComponentLoadContext$/.test(given.name);
  if (first.annotation !== null && second === undefined && !isTextual(first.annotation, scope) && !isOther) return;
  const message = "Function must accept either no parameters or exactly one ComponentLoadContext parameter";
  raise("DagsterInvariantViolationError", message, place, scope);
}

/** `with_resources(definitions, resources)`: each of them with the resources. */
function withResources(call: NativeCall): Value {
  const [first, ...given] = call.arguments;
  if (first?.value.kind !== "list" && first?.value.kind !== "tuple")
    return first?.value ?? makeDagster("with_resources", call);
  const made = first.value.items.map((one) =>
    one.kind === "dagster" ? makeDagster(".with_resources", { ...call, arguments: given }, one) : one,
  );
  return first.value.kind === "list" ? { ...first.value, items: made } : ofTuple(made);
}

/** `configured(op, name=…)(config)` */
function configureLater(call: NativeCall): Value {
  const [base] = positionals(call.arguments);
  return native("configured", (inner) => {
    const named = call.arguments.filter(({ name }) => name !== null);
    const config = inner.arguments.map((one) => ({ ...one, name: "config" }));
    return makeDagster(
      ".configured",
      { ...inner, arguments: [...named, ...config] },
      base?.kind === "dagster" ? base : null,
    );
  });
}

/** Calls a thing of Dagster: in the body of a graph it becomes a node of it. */
export function callDagsterValue(callee: DagsterValue, call: NativeCall): Value {
  if (callee.symbol === "some output") return makeOutput("some output", call);
  if (isOutput(callee) || callee.symbol === "outputs") throw refusedUse(callee, "TypeError", "cannot be called");
  if (callee.symbol === "definitions" && callee.callee !== null) {
    const given = callee.callee.parameters.length > 0 ? call.arguments : [];
    return callValue(callee.callee, given, call);
  }
  const node = addNode(callee, call);
  if (node !== null) return node;
  // What is called so runs at once, and may give anything.
  call.machine.surprises += 1;
  return { kind: "unknown", text: call.text, isForeign: true, candidates: [] };
}
