import type { DagsterConfig } from "../../src/python/dagster/dagster-model.ts";

/** A type of Dagster's config system, as `dump_locations.py` prints it. */
type TypeTruth = string | { readonly [kind: string]: unknown };

export interface ConfigTruth {
  readonly type: TypeTruth;
  readonly required: boolean;
  /** The JSON Schema that pydantic makes of the config class. */
  readonly class: Schema | null;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  readonly [limit: string]: unknown;
}

/** Where what is said of the config of an op differs from Dagster's config system and from pydantic. */
export function differsFromConfig({ schema, isDeclared }: DagsterConfig, real: ConfigTruth | null): readonly string[] {
  if (!isDeclared) return real === null || takesNothing(real.type) ? [] : ["a config is declared"];
  if (schema === null) return [];
  if (real === null) return ["no config is declared"];
  const [said, known] = [describe(schema), describeType(real.type)];
  const ofDagster =
    JSON.stringify(said) === JSON.stringify(known)
      ? []
      : [`config: ${JSON.stringify(known)}, not ${JSON.stringify(said)}`];
  return [...ofDagster, ...(real.class === null ? [] : limitDifferences(schema, real.class))];
}

/** What is not declared takes anything, and the op of several checks takes nothing. */
function takesNothing(type: TypeTruth): boolean {
  return type === "Any" || JSON.stringify(type) === '{"STRICT_SHAPE":{}}';
}

type Shape = string | { readonly [name: string]: Shape | boolean };

/** What a schema takes, leaving limits aside. What may be `null` is not told apart: Dagster lets it be where there is a default. */
function describe(schema: Schema): Shape {
  if (schema.anyOf !== undefined) return describe(schema.anyOf.find(({ type }) => type !== "null") ?? {});
  if (schema.enum !== undefined)
    return `enum ${schema.enum
      .filter((one) => one !== null)
      .sort()
      .join()}`;
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  if (schema.properties !== undefined) {
    const fields = Object.entries(schema.properties).sort(([a], [b]) => (a < b ? -1 : 1));
    const described = fields.map(([name, one]) => [
      `${name}${schema.required?.includes(name) ? "!" : ""}`,
      describe(one),
    ]);
    return { ...(schema.additionalProperties === true ? { "...": true } : {}), ...Object.fromEntries(described) };
  }
  if (type === "array") return { array: describe(schema.items ?? {}) };
  if (type !== "object") return String(type ?? "any");
  return typeof schema.additionalProperties === "object"
    ? { map: describe(schema.additionalProperties) }
    : { "...": true };
}

const scalars: Readonly<Record<string, string>> = {
  Int: "integer",
  Float: "number",
  String: "string",
  Bool: "boolean",
  Any: "any",
  StringSourceType: "string",
  IntSourceType: "integer",
  BoolSourceType: "boolean",
};

function describeType(type: TypeTruth): Shape {
  if (typeof type === "string") return scalars[type] ?? type;
  const [[kind, inner] = ["", null]] = Object.entries(type);
  switch (kind) {
    case "STRICT_SHAPE":
    case "PERMISSIVE_SHAPE": {
      const fields = Object.entries(inner as Record<string, { type: TypeTruth; required: boolean }>); // as it is printed
      const described = fields.map(([name, one]) => [`${name}${one.required ? "!" : ""}`, describeType(one.type)]);
      return { ...(kind === "PERMISSIVE_SHAPE" ? { "...": true } : {}), ...Object.fromEntries(described) };
    }
    case "NONEABLE":
      return describeType(inner as TypeTruth); // as it is printed
    case "ARRAY":
      return { array: describeType(inner as TypeTruth) }; // as it is printed
    case "MAP":
      return { map: describeType((inner as readonly TypeTruth[])[1] ?? "") }; // as it is printed
    case "ENUM":
      return `enum ${[...(inner as readonly string[])].sort().join()}`; // as it is printed
    default:
      return kind;
  }
}

const limits = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
  "pattern",
];

/** Limits and defaults of the fields, held against pydantic's. */
function limitDifferences(said: Schema, real: Schema): readonly string[] {
  return Object.entries(said.properties ?? {}).flatMap(([name, field]) => {
    const known = real.properties?.[name];
    if (known === undefined) return [`pydantic has no ${name}`];
    const flat: Schema = { ...known, ...(known.anyOf?.find(({ type }) => type !== "null") ?? {}) };
    return limits
      .filter((limit) => field[limit] !== flat[limit])
      .map((limit) => `${name} ${limit}: ${JSON.stringify(flat[limit])}`);
  });
}
