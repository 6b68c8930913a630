import { argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import { isResource } from "./annotations.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { contextNames, readNamed } from "./inputs.ts";

/**
 * Whether an op or graph may be called so in the body of a graph: with outputs of others, no more than it has inputs, and by their names.
 * As `InvokedNode` and `validate_dependency_dict` in Dagster; a job cannot be called at all.
 */
export function takes(definition: DagsterValue, { arguments: given, machine }: NativeCall): boolean {
  if (definition.symbol === "job") return false;
  if (given.some(({ value }) => isNoOutput(value))) return false;
  const names = inputsOfNode(definition, machine);
  if (names === null || hasUnknownArguments(given)) return true;
  const byPlace = given.filter(({ name }) => name === null).length;
  return byPlace <= names.length && given.every(({ name }) => name === null || names.includes(name));
}

function isNoOutput(value: Value): boolean {
  return value.kind === "constant" || value.kind === "dict" || value.kind === "set" || value.kind === "function";
}

/** The names of what it takes; `null` where they are not known. */
function inputsOfNode(definition: DagsterValue, machine: NativeCall["machine"]): readonly string[] | null {
  const { callee, symbol } = definition;
  const ins = readNamed(argumentValue(definition.arguments, "ins"));
  if (callee === null || ins === null || !/^(op|graph)$/.test(symbol)) return null;
  const [first] = callee.parameters;
  const hasContext = symbol === "op" && first !== undefined && contextNames.has(first.name);
  const names: string[] = [];
  for (const { name, form, annotation } of hasContext ? callee.parameters.slice(1) : callee.parameters) {
    if (form === "*" || form === "**") return null;
    const resource = symbol === "graph" ? false : isResource(annotation, callee.scope, machine);
    if (resource === null) return null;
    if (!resource && !(symbol === "op" && name === "config")) names.push(name);
  }
  return [...new Set([...names, ...ins.keys()])];
}
