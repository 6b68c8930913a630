import { quoteName } from "../../../formats/did-you-mean.ts";
import { doubtOf } from "../../evaluate/doubt.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import { configClassOf } from "../config-fields.ts";
import { schemaOfValue } from "../config-schemas.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { fitsSchema } from "./default-fits.ts";
import { type Flaw, givenAs, isGiven, perhaps, surely } from "./flaw.ts";

const deepest = 12;

/** Where each part of a schema is given what it is made of. */
const inner: Readonly<Record<string, string>> = {
  __proto__: null as never,
  Field: "config",
  Noneable: "inner_type",
  Array: "inner_type",
  Shape: "fields",
  Permissive: "fields",
  Selector: "fields",
};

/** What is wrong with a `config_schema`, or with a part of one, as `resolve_to_config_type` in dagster/_config/field.py has it. */
export function oddSchemas(made: DagsterValue, machine: Machine): readonly Flaw[] {
  const name = made.symbol in inner ? (inner[made.symbol] ?? "") : "config_schema";
  const given = givenAs(name, made);
  const flaws = given === undefined ? [] : typeFlaws(given, machine);
  // Of `list[int]` no more is kept than that it is a list, which Dagster takes.
  const isGeneric = made.arguments.some(({ value, text }) => value === given && /\w\[/.test(text));
  if (isGeneric && flaws.length === 0) return perhaps("a generic type in a schema");
  if (made.symbol === "Map" || made.symbol === "Enum") return isPlainPart(made) ? [] : perhaps(`\`${made.symbol}\``);
  return made.symbol === "Field" && flaws.length === 0 ? defaultFlaws(made, machine) : flaws;
}

const taken =
  /^(builtins\.(int|float|str|bool|dict|list)|dagster\.(Int|Float|String|Bool|Any|StringSource|IntSource|BoolSource)|typing\.Any)$/;
const never = /^builtins\.(bytes|object|set|frozenset|tuple|complex)$/;
const parts = /^(Field|Noneable|Array|Shape|Permissive|Selector|Map|Enum|ScalarUnion)$/;

function typeFlaws(value: Value, machine: Machine, depth = 0, isField = false): readonly Flaw[] {
  const unknown = perhaps("a schema that is not all known");
  if (depth > deepest) return unknown;
  switch (value.kind) {
    case "constant":
      // `None` is anything, but no field of a shape.
      return isNone(value) && !isField ? [] : surely("A `config_schema` has a constant where Dagster takes a type");
    case "dict":
      return doubtOf(value.doubts) === null
        ? [...value.entries.values()].flatMap((entry) => [
            ...(stringOf(entry.key) === null ? perhaps("the name of a field of a schema") : []),
            ...typeFlaws(entry.value, machine, depth + 1, true),
          ])
        : unknown;
    case "list": {
      const [item, ...more] = value.items;
      if (doubtOf(value.doubts) !== null) return unknown;
      if (item === undefined || more.length > 0)
        return surely("A `config_schema` has a list of types other than a single one");
      return typeFlaws(item, machine, depth + 1);
    }
    case "external":
      if (taken.test(value.name)) return [];
      return never.test(value.name)
        ? surely(`A \`config_schema\` has ${quoteName(value.name)}, of which Dagster makes no config`)
        : unknown;
    case "class":
      return configClassOf(value) === null
        ? unknown
        : surely(
            `A \`config_schema\` has the config class ${quoteName(value.name)}, which stands in the annotation of a \`config\``,
          );
    case "dagster":
      return parts.test(value.symbol) ? [] : unknown; // it was looked at when it was made
    default:
      return unknown;
  }
}

/** The default of a `Field` must be one that its own type takes. */
function defaultFlaws(made: DagsterValue, machine: Machine): readonly Flaw[] {
  const [config, value] = [givenAs("config", made), givenAs("default_value", made)];
  if (config === undefined || value === undefined) return [];
  const schema = schemaOfValue(config, machine);
  if (isGiven("is_required", made)) return perhaps("a default of what may be required");
  if (schema === null || schema.properties !== undefined || value.kind === "dagster")
    return perhaps("a default in a schema");
  const isNullable = [schema.type].flat().includes("null") || schema.anyOf !== undefined;
  const answer = isNone(value) ? (isNullable ? true : null) : fitsSchema(value, schema);
  if (answer === false) return surely("A `Field` of a schema has a default that is not of its type");
  return answer === null ? perhaps("a default in a schema") : [];
}

/** Whether it is a map of texts, or an enumeration of values that differ. */
function isPlainPart(made: DagsterValue): boolean {
  if (made.symbol === "Map") {
    const [key, type] = [givenAs("key_type", made), givenAs("inner_type", made)];
    return (
      key?.kind === "external" &&
      /^(builtins|dagster)\.(int|float|str|bool|Int|Float|String|Bool)$/.test(key.name) &&
      type !== undefined &&
      type.kind !== "constant"
    );
  }
  const values = givenAs("enum_values", made);
  const items = values?.kind === "list" ? values.items : null;
  const names = items?.map((one) => (one.kind === "dagster" ? stringOf(givenAs("config_value", one)) : null));
  return names !== undefined && !names.includes(null) && new Set(names).size === names.length;
}
