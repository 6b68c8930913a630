import { argumentValue } from "../evaluate/arguments.ts";
import { doubtOf, settle } from "../evaluate/doubt.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import { valueOfAnnotation } from "./annotations.ts";
import { configClassOf, schemaOfClass } from "./config-fields.ts";
import { schemaOfValue } from "./config-schemas.ts";
import type { DagsterConfig } from "./dagster-model.ts";
import type { Composition, DagsterValue } from "./dagster-values.ts";

const deepest = 10;

/** The names of what is called in a graph; `null` where not all are known. */
export function nodesOf({ nodes, doubts }: Composition): readonly string[] | null {
  if (doubtOf(doubts) !== null) return null;
  const names = nodes.map(({ name, frame }) => (settle(frame) === settle(doubts.born) ? stringOf(name) : null));
  return names.every((name) => name !== null) ? names : null;
}

/** The config of each op of a graph, those of inner graphs included; `null` where not all are known. */
export function configsOf(
  composition: Composition,
  machine: Machine,
  prefix = "",
  depth = 0,
): readonly DagsterConfig[] | null {
  const names = nodesOf(composition);
  if (names === null || depth > deepest) return null;
  const found: DagsterConfig[] = [];
  for (const [index, { definition }] of composition.nodes.entries()) {
    const configs = configsOfNode(definition, `${prefix}${names[index]}`, machine, depth);
    if (configs === null) return null;
    found.push(...configs);
  }
  return found;
}

/** The config of one op, asset or graph. */
export function configsOfNode(
  definition: DagsterValue,
  node: string,
  machine: Machine,
  depth = 0,
): readonly DagsterConfig[] | null {
  const { composition } = definition;
  if (composition === null) return [configOf(definition, node, machine)];
  const mapping = argumentValue(definition.arguments, "config");
  if (definition.symbol === "graph" && mapping !== undefined && !isNone(mapping))
    return [configOfMapping(mapping, node, machine)];
  return configsOf(composition, machine, `${node}.`, depth + 1);
}

const undeclared = { schema: null, className: null, isDeclared: false } as const;
const unknownSchema = { schema: null, className: null, isDeclared: true } as const;

function configOf(definition: DagsterValue, node: string, machine: Machine): DagsterConfig {
  if (definition.symbol === ".configured") {
    const config =
      argumentValue(definition.arguments, "config", 0) ?? argumentValue(definition.arguments, "config_or_config_fn", 0);
    return { node, ...(config?.kind === "dict" ? undeclared : unknownSchema) };
  }
  const written = argumentValue(definition.arguments, "config_schema");
  if (written !== undefined && !isNone(written))
    return { node, ...unknownSchema, schema: schemaOfValue(written, machine) };
  const { callee } = definition;
  if (argumentValue(definition.arguments, "(script)") !== undefined) return { node, ...undeclared };
  if (callee === null) return { node, ...unknownSchema };
  const parameter = callee.parameters.find(({ name }) => name === "config");
  if (parameter === undefined) return { node, ...undeclared };
  return { node, ...ofAnnotation(valueOfAnnotation(parameter.annotation, callee.scope, machine), machine) };
}

function ofAnnotation(value: Value | null, machine: Machine): Omit<DagsterConfig, "node"> {
  const config = configClassOf(value);
  if (config !== null) return { schema: schemaOfClass(config, machine), className: config.name, isDeclared: true };
  return value?.kind === "external" ? { ...unknownSchema, schema: schemaOfValue(value, machine) } : unknownSchema;
}

/** What `@config_mapping` takes. */
export function configOfMapping(value: Value, node: string, machine: Machine): DagsterConfig {
  if (value.kind !== "dagster" || value.symbol !== "config_mapping" || value.callee === null)
    return { node, ...unknownSchema };
  const written = argumentValue(value.arguments, "config_schema", 0);
  if (written !== undefined && !isNone(written))
    return { node, ...unknownSchema, schema: schemaOfValue(written, machine) };
  const [parameter] = value.callee.parameters;
  const annotation =
    parameter === undefined ? null : valueOfAnnotation(parameter.annotation, value.callee.scope, machine);
  return { node, ...ofAnnotation(annotation, machine) };
}
