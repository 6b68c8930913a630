import type { Node } from "web-tree-sitter";
import type { Certainty, DagParam } from "./dag-model.ts";
import { foldValue } from "./fold-value.ts";
import { type Imports, isParamClass, resolveName } from "./imports.ts";
import { type Constants, foldString, foldStrings, present, spanOfNode } from "./python-literal.ts";

export interface DagParams {
  readonly params: readonly DagParam[];
  readonly certainty: Certainty;
}

/** Reads `params={…}` of a DAG: its literal keys, and the types of `Param(…, type=…)`. */
export function readDagParams(value: Node | null, imports: Imports, constants: Constants): DagParams {
  if (value === null) return { params: [], certainty: "exact" };
  if (value.type !== "dictionary") return { params: [], certainty: "partial" };
  const params: DagParam[] = [];
  let certainty: Certainty = "exact";
  for (const item of present(value.namedChildren)) {
    const key = item.type === "pair" ? item.childForFieldName("key") : null;
    const name = foldString(key, constants);
    if (key === null || name === null) {
      certainty = "partial";
      continue;
    }
    const value = item.childForFieldName("value");
    const types = readTypes(value, imports, constants);
    params.push({ name, span: spanOfNode(key), types, ...readSchema(value, imports, constants) });
  }
  return { params, certainty };
}

/** The arguments of a function decorated with `@dag` are parameters of the DAG too. */
export function readFunctionParams(parameters: Node | null): DagParams {
  const params: DagParam[] = [];
  let certainty: Certainty = "exact";
  for (const one of parameters === null ? [] : present(parameters.namedChildren)) {
    const name =
      one.type === "identifier"
        ? one
        : one.type === "typed_parameter"
          ? one.namedChild(0)
          : one.childForFieldName("name");
    if (name?.type === "identifier") params.push({ name: name.text, span: spanOfNode(name), types: null });
    else if (!/separator$/.test(one.type)) certainty = "partial";
  }
  return { params, certainty };
}

/** The value given to a keyword of a call. */
export function keywordOf(call: Node, name: string): Node | null {
  const list = call.childForFieldName("arguments");
  const found = present(list?.namedChildren ?? []).find(
    (argument) => argument.type === "keyword_argument" && argument.childForFieldName("name")?.text === name,
  );
  return found?.childForFieldName("value") ?? null;
}

/** The first positional argument of a call. */
export function firstPositional(call: Node): Node | null {
  const first = present(call.childForFieldName("arguments")?.namedChildren ?? [])[0];
  return first === undefined || /^(keyword_argument|list_splat|dictionary_splat)$/.test(first.type) ? null : first;
}

/** Whether arguments are passed on that are not written out (`*args`, `**kwargs`). */
export function hasSplat(call: Node): boolean {
  return present(call.childForFieldName("arguments")?.namedChildren ?? []).some((one) => /_splat$/.test(one.type));
}

function readTypes(value: Node | null, imports: Imports, constants: Constants): readonly string[] | null {
  if (value?.type !== "call") return null;
  if (!isParamClass(resolveName(value.childForFieldName("function")?.text ?? "", imports))) return null;
  return foldStrings(keywordOf(value, "type"), constants);
}

/** What is no argument of a schema: https://github.com/apache/airflow `airflow/sdk/definitions/param.py`. */
const notOfSchema: ReadonlySet<string> = new Set(["default", "description", "source"]);

/** The schema and default of a `Param(…)`, or of a plain value, which takes anything. Nothing where it is not constant. */
function readSchema(value: Node | null, imports: Imports, constants: Constants): Pick<DagParam, "schema" | "default"> {
  const isCall = value?.type === "call";
  if (!isCall) {
    const plain = foldValue(value, constants);
    return plain === null ? {} : { schema: {}, default: plain };
  }
  if (!isParamClass(resolveName(value.childForFieldName("function")?.text ?? "", imports)) || hasSplat(value))
    return {};
  const schema = readKeywords(value, constants);
  const given = keywordOf(value, "default") ?? firstPositional(value);
  const fallback = given === null ? ("none" as const) : foldValue(given, constants);
  return { ...(schema === null ? {} : { schema }), ...(fallback === null ? {} : { default: fallback }) };
}

/** The keywords of a `Param(…)` that make up its schema; `null` where one is not constant. */
function readKeywords(call: Node, constants: Constants): Readonly<Record<string, unknown>> | null {
  const schema: [string, unknown][] = [];
  for (const argument of present(call.childForFieldName("arguments")?.namedChildren ?? [])) {
    const name = argument.type === "keyword_argument" ? (argument.childForFieldName("name")?.text ?? "") : "default";
    if (notOfSchema.has(name)) continue;
    const folded = foldValue(argument.childForFieldName("value"), constants);
    if (folded === null || name === "schema") return null;
    schema.push([name, folded.value]);
  }
  return Object.fromEntries(schema);
}
