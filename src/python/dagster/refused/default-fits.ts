import { doubtOf } from "../../evaluate/doubt.ts";
import type { DictValue, Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import { toData } from "../../param-schema.ts";
import type { Schema } from "../config-fields.ts";

/** What the kinds of constants are for each type of JSON Schema: `true` where it is taken as it is. */
const constants: Readonly<Record<string, readonly string[]>> = {
  __proto__: null as never,
  string: ["str"],
  integer: ["int"],
  number: ["int", "float", "bool"],
  boolean: ["bool"],
  array: [],
  object: [],
};

/**
 * Whether Dagster takes a value for a config of that schema, as `validate_config` in dagster/_config/validate.py holds it against the type,
 * which changes nothing of it: no number is read of a text. `null` where that is not known.
 */
export function fitsSchema(value: Value, schema: Schema): boolean | null {
  if (isNone(value)) return true;
  if (value.kind === "dagster") return value.symbol.startsWith("EnvVar") && schema.type !== undefined ? true : null;
  if (Array.isArray(schema.enum)) return fitsNames(value, schema.enum);
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  if (type === undefined) return schema.anyOf === undefined && toData(value) !== null ? true : null;
  const taken = constants[String(type)];
  if (value.kind === "constant") return taken?.includes(value.constant.type) ?? null;
  if (value.kind === "tuple") return false;
  if (value.kind === "list" && value.type === undefined)
    return type === "array" ? all(value.doubts, value.items, schema.items) : false;
  if (value.kind === "dict" && schema.properties === undefined)
    return type === "object" ? fitsMap(value, schema.additionalProperties) : false;
  // Among several, what is made of a config class is no config.
  return value.kind === "instance" && schema.properties !== undefined ? false : null;
}

function fitsMap({ doubts, entries }: DictValue, schema: unknown): boolean | null {
  const inner = [...entries.values()];
  if (inner.some(({ key }) => stringOf(key) === null)) return null;
  const values = inner.map(({ value }) => value);
  return all(doubts, values, schema);
}

/** Of an enumeration, its members and their names; of `Literal[…]` the texts. */
function fitsNames(value: Value, names: readonly unknown[]): boolean | null {
  const text = stringOf(value) ?? (value.kind === "instance" ? stringOf(value.attributes.get("name")) : null);
  if (text === null) return value.kind === "constant" ? false : null;
  return names.includes(text);
}

function all(doubts: Parameters<typeof doubtOf>[0], items: readonly Value[], schema: unknown): boolean | null {
  if (doubtOf(doubts) !== null) return null;
  if (schema === undefined || schema === true) return true;
  const answers = items.map((item) => fitsSchema(item, schema as Schema)); // the schemas of items are made as all others
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}
