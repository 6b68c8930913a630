import { argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import type { FunctionValue, GivenArgument, NativeCall, Value } from "../evaluate/value.ts";
import type { Expression, Parameter } from "../syntax/ast.ts";
import { isResource, valueOfAnnotation } from "./annotations.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { contextNames, readNamed } from "./inputs.ts";
import { type Flaw, perhaps, surely } from "./refused/flaw.ts";

/**
 * What is wrong with how an op or graph is called in the body of a graph: with more than it has inputs, or others, or without one that no
 * config can give. As `InvokedNode` and `validate_dependency_dict` in Dagster; a job cannot be called at all.
 */
export function callFlaws(definition: DagsterValue, call: NativeCall): readonly Flaw[] {
  const { arguments: given, machine } = call;
  const shown = `\`${definition.text.slice(0, 60)}\``;
  if (definition.symbol === "job")
    return surely(`The job ${shown} is called in another, where only ops and graphs can be`);
  const inputs = inputsOfNode(definition, machine);
  if (inputs === null || hasUnknownArguments(given)) return [];
  const names = inputs.map(({ name }) => name);
  const byPlace = given.filter(({ name }) => name === null).length;
  const named = given.flatMap(({ name }) => name ?? []);
  const odd = named.find((name) => !names.includes(name));
  if (byPlace > names.length) return surely(`${shown} has ${names.length} inputs, and is given ${byPlace}`);
  if (odd !== undefined) return surely(`${shown} has no input \`${odd.slice(0, 60)}\``);
  const twice = named.find((name) => names.indexOf(name) < byPlace);
  if (twice !== undefined) return surely(`${shown} is given the input \`${twice.slice(0, 60)}\` twice`);
  return inputs.flatMap((input, at) => {
    const one = given.find(({ name }) => name === input.name) ?? given.filter(({ name }) => name === null)[at];
    return isFit(input, one, definition, call) ? [] : perhaps(`what the input \`${input.name}\` of ${shown} is given`);
  });
}

interface NodeInput {
  readonly name: string;
  readonly parameter: Parameter | null;
  /** What `ins` says of it. */
  readonly declared: Value | undefined;
}

/** What an op or graph takes; `null` where that is not known. */
function inputsOfNode(definition: DagsterValue, machine: NativeCall["machine"]): readonly NodeInput[] | null {
  const { callee, symbol } = definition;
  const ins = readNamed(argumentValue(definition.arguments, "ins"));
  if (callee === null || ins === null || !/^(op|graph)$/.test(symbol)) return null;
  const [first] = callee.parameters;
  const hasContext = symbol === "op" && first !== undefined && contextNames.has(first.name);
  const found = new Map<string, NodeInput>();
  for (const parameter of hasContext ? callee.parameters.slice(1) : callee.parameters) {
    const { name, form, annotation } = parameter;
    if (form === "*") return null;
    const resource = symbol === "graph" ? false : isResource(annotation, callee.scope, machine);
    if (resource === null) return null;
    if (form !== "**" && !resource && !(symbol === "op" && name === "config"))
      found.set(name, { name, parameter, declared: ins.get(name) });
  }
  for (const [name, declared] of ins) if (!found.has(name)) found.set(name, { name, parameter: null, declared });
  return [...found.values()];
}

/** Whether an input goes with what it is given: several outputs are a list, and what is given nothing is told by config or has a default. */
function isFit(
  { parameter, declared }: NodeInput,
  given: GivenArgument | undefined,
  { callee, symbol }: DagsterValue,
  { machine }: NativeCall,
): boolean {
  if (given !== undefined && given.value.kind !== "list") return true;
  if (declared !== undefined) return given !== undefined || isOptional(declared) || isNothing(declared);
  if (parameter === null || callee === null) return true;
  if (given === undefined && (parameter.default !== null || symbol === "graph")) return parameter.default !== null;
  const { annotation } = parameter;
  if (annotation === null) return true;
  const isList = (one: Expression): boolean => /^(list|List|Sequence|Any)$/.test(nameIn(one));
  if (given !== undefined) return isList(annotation);
  return isTold(annotation, callee, machine);
}

/** Whether it has a default, or is loaded from elsewhere. */
function isOptional(value: Value): boolean {
  const names = ["default_value", "input_manager_key", "asset_key"];
  return value.kind === "dagster" && value.arguments.some(({ name }) => names.includes(name ?? ""));
}

function isNothing(value: Value): boolean {
  const type = value.kind === "dagster" ? argumentValue(value.arguments, "dagster_type", 0) : undefined;
  return type?.kind === "external" && type.name === "dagster.Nothing";
}

function nameIn(annotation: Expression): string {
  const head = annotation.kind === "subscript" ? annotation.value : annotation;
  return head.kind === "name" ? head.id : head.kind === "attribute" ? head.name : "";
}

/** Whether a config can tell a value of that type. */
function isTold(annotation: Expression, { scope }: FunctionValue, machine: NativeCall["machine"]): boolean {
  if (annotation.kind === "subscript") return false;
  const value = valueOfAnnotation(annotation, scope, machine);
  const told =
    /^(builtins\.(int|str|float|bool|list|dict)|typing\.(Any|List|Dict)|dagster\.(Any|Int|String|Float|Bool))$/;
  return value?.kind === "external" && told.test(value.name);
}
