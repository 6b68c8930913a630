import { argumentValue, hasUnknownArguments, positionals } from "../evaluate/arguments.ts";
import { externalBase, findMember } from "../evaluate/class.ts";
import { truthOf } from "../evaluate/compare.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { ClassValue, GivenArgument, Value } from "../evaluate/value.ts";
import { toData } from "../param-schema.ts";
import type { Expression } from "../syntax/ast.ts";
import { typeSchema } from "./config-types.ts";

export type Schema = Readonly<Record<string, unknown>>;

/** The config class of Dagster that a value is; `null` for anything else. */
export function configClassOf(value: Value | null): ClassValue | null {
  if (value?.kind !== "class") return null;
  return /^dagster\.(Permissive)?Config$/.test(externalBase(value) ?? "") ? value : null;
}

export interface ConfigField {
  readonly name: string;
  readonly annotation: Expression;
  readonly owner: ClassValue;
}

const deepest = 8;

/** The JSON Schema of a config class; `null` where not all of it is constant. */
export function schemaOfClass(value: ClassValue, machine: Machine, depth = 0): Schema | null {
  if (depth > deepest || value.isOpaque || !hasPlainBases(value)) return null;
  const properties: [string, Schema][] = [];
  const required: string[] = [];
  for (const field of fieldsOf(value).values()) {
    const read = readField(field, machine, depth);
    if (read === "none") continue;
    if (read === null) return null;
    properties.push([field.name, read.schema]);
    if (read.isRequired) required.push(field.name);
  }
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: externalBase(value) === "dagster.PermissiveConfig",
  };
}

/** More bases, validators or settings of the model can change what it takes. */
export function hasPlainBases(value: ClassValue): boolean {
  if (value.members.has("model_config") || value.members.has("Config")) return false;
  return value.bases.every(
    (base) =>
      (base.kind === "class" && hasPlainBases(base)) || (base.kind === "external" && base.name.startsWith("dagster.")),
  );
}

/** The fields of a config class, those of its bases included. */
export function fieldsOf(value: ClassValue): ReadonlyMap<string, ConfigField> {
  const found = new Map<string, ConfigField>();
  for (const base of value.bases.toReversed())
    if (base.kind === "class") for (const [name, field] of fieldsOf(base)) found.set(name, field);
  for (const [name, annotation] of value.annotations)
    if (!name.startsWith("_")) found.set(name, { name, annotation, owner: value });
  return found;
}

function readField(
  one: ConfigField,
  machine: Machine,
  depth: number,
): { readonly schema: Schema; readonly isRequired: boolean } | "none" | null {
  const type = typeSchema(one.annotation, one.owner.scope, machine, depth);
  if (type === "none") return "none";
  const field = readDefault(findMember(one.owner, one.name));
  if (type === null || field === null) return null;
  const limits = limitsOf([...type.limits, ...field.limits], type.schema);
  const standing = type.schema.properties === undefined ? "none" : defaultValueOf(one);
  if (limits === null || (standing !== "none" && standing?.kind !== "instance")) return null;
  const described = field.fallback === null ? {} : { default: field.fallback.value };
  const schema = { ...withNull(type.schema, field.hasDefault), ...limits, ...described };
  return { schema, isRequired: !field.hasDefault && !type.isOptional && !isAllOptional(type.schema) };
}

/** A field with a default takes `null` too, as Dagster makes it a `Noneable`. */
function withNull(schema: Schema, isWanted: boolean): Schema {
  if (!isWanted) return schema;
  if (schema.properties !== undefined) return { ...schema, required: [] }; // the default has the others
  if (typeof schema.type === "string" && schema.type !== "null") return { ...schema, type: [schema.type, "null"] };
  return Array.isArray(schema.enum) ? { ...schema, enum: [...new Set([...schema.enum, null])] } : schema;
}

/** A config class of which each field may be left out may be left out itself. */
export function isAllOptional({ properties, required }: Schema): boolean {
  return properties !== undefined && !(Array.isArray(required) && required.length > 0);
}

interface DefaultOf {
  readonly hasDefault: boolean;
  /** Where it is constant. */
  readonly fallback: { readonly value: unknown } | null;
  readonly limits: readonly GivenArgument[];
}

const fieldMaker = /^pydantic(\.fields)?\.Field$/;

const quiet: ReadonlySet<string> = new Set([
  "default",
  "default_factory",
  "description",
  "title",
  "examples",
  "json_schema_extra",
  "repr",
  "deprecated",
]);

function readDefault(written: Value | undefined): DefaultOf | null {
  if (written === undefined) return { hasDefault: false, fallback: null, limits: [] };
  if (written.kind !== "made" || !fieldMaker.test(written.by))
    return { hasDefault: true, fallback: toData(written), limits: [] };
  const given = written.arguments;
  if (given.some(({ name }) => name === "*" || name === "**")) return null;
  const first = argumentValue(given, "default", 0);
  const isEmpty = isEllipsis(first);
  const hasDefault = (first !== undefined && !isEmpty) || argumentValue(given, "default_factory") !== undefined;
  if (positionals(given).length > 1) return null;
  return {
    hasDefault,
    fallback: first === undefined || isEmpty ? null : toData(first),
    limits: given.filter(({ name }) => name !== null && !quiet.has(name)),
  };
}

/** Whether what a field is given must be more than of its type. */
export function isLimited({ name, owner }: ConfigField): boolean {
  return readDefault(findMember(owner, name))?.limits.length !== 0;
}

/** Whether a field must be given; one that may be `None` must, too. */
export function isRequired({ name, owner }: ConfigField): boolean {
  const written = findMember(owner, name);
  return written === undefined || readDefault(written)?.hasDefault === false;
}

function isEllipsis(value: Value | undefined): boolean {
  return value?.kind === "constant" && value.constant.type === "ellipsis";
}

/** The default of a field as it is held against its type; `none` where it has none, or one that is made later; `null` where it is not known. */
export function defaultValueOf({ name, owner }: ConfigField): Value | "none" | null {
  const written = findMember(owner, name);
  if (written === undefined) return "none";
  if (written.kind !== "made" || !fieldMaker.test(written.by)) return written;
  const first = argumentValue(written.arguments, "default", 0);
  if (first === undefined) return hasUnknownArguments(written.arguments) ? null : "none";
  return isEllipsis(first) ? "none" : first;
}

const ofNumbers: Readonly<Record<string, string>> = {
  __proto__: null as never,
  ge: "minimum",
  gt: "exclusiveMinimum",
  le: "maximum",
  lt: "exclusiveMaximum",
  multiple_of: "multipleOf",
};

const ofSizes: Readonly<Record<string, readonly [string, string]>> = {
  __proto__: null as never,
  string: ["minLength", "maxLength"],
  array: ["minItems", "maxItems"],
  object: ["minProperties", "maxProperties"],
};

/** What pydantic holds the value against when the op runs; `null` where that cannot be said as a schema. */
function limitsOf(given: readonly GivenArgument[], { type }: Schema): Schema | null {
  const limits: [string, unknown][] = [];
  for (const { name, value } of given) {
    const data = toData(value);
    if (data === null || name === null) return null;
    if (name === "strict" && truthOf(value) === false) continue;
    const limit = limitNamed(name, data.value, type);
    if (limit === null) return null;
    limits.push([limit, data.value]);
  }
  return Object.fromEntries(limits);
}

/** What JSON Schema calls a limit of pydantic's for values of a type; `null` where it has none. */
function limitNamed(name: string, value: unknown, type: Schema["type"]): string | null {
  const number = ofNumbers[name];
  if (number !== undefined && /integer|number/.test(String(type))) return number;
  if (name === "pattern") return typeof value === "string" ? "pattern" : null;
  const [least, most] = ofSizes[String(Array.isArray(type) ? type.find((one) => one !== "null") : type)] ?? [];
  if (name === "min_length") return least ?? null;
  return (name === "max_length" ? most : null) ?? null;
}
