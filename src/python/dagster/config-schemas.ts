import { argumentValue } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { Schema } from "./config-fields.ts";
import type { DagsterValue } from "./dagster-values.ts";

const plain: Readonly<Record<string, Schema>> = {
  __proto__: null as never,
  int: { type: "integer" },
  Int: { type: "integer" },
  IntSource: { type: "integer" },
  float: { type: "number" },
  Float: { type: "number" },
  str: { type: "string" },
  String: { type: "string" },
  StringSource: { type: "string" },
  bool: { type: "boolean" },
  Bool: { type: "boolean" },
  BoolSource: { type: "boolean" },
  dict: { type: "object" },
  list: { type: "array" },
  Any: {},
};

interface Field {
  readonly schema: Schema;
  readonly isRequired: boolean;
}

const deepest = 12;

/** The JSON Schema of `config_schema=…`; `null` where not all of it is constant. */
export function schemaOfValue(value: Value, machine: Machine, depth = 0): Schema | null {
  return fieldOf(value, machine, depth)?.schema ?? null;
}

function fieldOf(value: Value, machine: Machine, depth: number): Field | null {
  if (depth > deepest) return null;
  if (value.kind === "dagster" && value.symbol === "Field") return fieldOfField(value.arguments, machine, depth);
  const schema = typeOf(value, machine, depth);
  const isNoneable = value.kind === "dagster" && value.symbol === "Noneable";
  return schema === null ? null : { schema, isRequired: !isNoneable && !isAllOptional(schema) };
}

/** Maps of which each part may be left out may be left out themselves. */
function isAllOptional(schema: Schema): boolean {
  return (
    schema.type === "object" &&
    !schema.required &&
    (schema.properties !== undefined || schema.additionalProperties === undefined)
  );
}

function fieldOfField(given: Parameters<typeof argumentValue>[0], machine: Machine, depth: number): Field | null {
  const config = argumentValue(given, "config", 0);
  if (config === undefined || given.some(({ name }) => name === "*" || name === "**")) return null;
  const inner = fieldOf(config, machine, depth + 1);
  if (inner === null) return null;
  const hasDefault = argumentValue(given, "default_value", 1) !== undefined;
  const required = argumentValue(given, "is_required", 2);
  const isRequired = required === undefined ? inner.isRequired && !hasDefault : truthOf(required);
  return isRequired === null ? null : { schema: inner.schema, isRequired };
}

function typeOf(value: Value, machine: Machine, depth: number): Schema | null {
  if (isNone(value)) return plain.Any ?? null;
  if (value.kind === "external") return plain[value.name.replace(/^(builtins|dagster|typing)\./, "")] ?? null;
  if (value.kind === "dict") return shapeOf(value, false, machine, depth);
  if (value.kind === "list") {
    const [item, other] = iterate(value, machine) ?? [];
    return item === undefined || other !== undefined ? null : arrayOf(item, machine, depth);
  }
  return value.kind === "dagster" ? typeOfDagster(value, machine, depth) : null;
}

/** `Noneable(…)`, `Array(…)` and others that Dagster has for types. */
function typeOfDagster(value: DagsterValue, machine: Machine, depth: number): Schema | null {
  const first = argumentValue(value.arguments, "inner_type", 0) ?? value.arguments[0]?.value;
  switch (value.symbol) {
    case "Noneable":
      return first === undefined ? null : nullable(typeOf(first, machine, depth + 1));
    case "Array":
      return first === undefined ? null : arrayOf(first, machine, depth);
    case "Shape":
    case "Permissive":
      if (first === undefined) return value.symbol === "Permissive" ? { type: "object" } : null;
      return first.kind === "dict" ? shapeOf(first, value.symbol === "Permissive", machine, depth) : null;
    case "Map": {
      const inner = argumentValue(value.arguments, "inner_type", 1);
      const item = inner === undefined ? null : typeOf(inner, machine, depth + 1);
      return item === null ? null : { type: "object", additionalProperties: item };
    }
    case "Enum":
      return enumOf(argumentValue(value.arguments, "enum_values", 1), machine);
    default:
      return null;
  }
}

function arrayOf(item: Value, machine: Machine, depth: number): Schema | null {
  const items = typeOf(item, machine, depth + 1);
  return items === null ? null : { type: "array", items };
}

function nullable(schema: Schema | null): Schema | null {
  if (schema === null) return null;
  if (typeof schema.type === "string" && schema.properties === undefined)
    return { ...schema, type: [schema.type, "null"] };
  return { anyOf: [schema, { type: "null" }] };
}

function enumOf(values: Value | undefined, machine: Machine): Schema | null {
  const names =
    values === undefined
      ? null
      : iterate(values, machine)?.map((one) =>
          one.kind === "dagster" ? stringOf(argumentValue(one.arguments, "config_value", 0)) : null,
        );
  return names?.every((name) => name !== null) ? { enum: names } : null;
}

function shapeOf(
  value: Extract<Value, { kind: "dict" }>,
  isOpen: boolean,
  machine: Machine,
  depth: number,
): Schema | null {
  if (doubtOf(value.doubts) !== null) return null;
  const properties: [string, Schema][] = [];
  const required: string[] = [];
  for (const entry of value.entries.values()) {
    const [name, field] = [stringOf(entry.key), fieldOf(entry.value, machine, depth + 1)];
    if (name === null || field === null) return null;
    properties.push([name, field.schema]);
    if (field.isRequired) required.push(name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: isOpen,
  };
}
