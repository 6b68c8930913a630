import { argumentsOf, hasUnknownArguments } from "../evaluate/arguments.ts";
import type { MadeValue, Value } from "../evaluate/value.ts";
import { schemaOf } from "../param-schema.ts";
import { symbolOf } from "./symbols.ts";

/** Whether one of a DAG's `params` surely has no default, or one that does not meet its schema, as `jsonschema` sees it. */
export function hasOddDefault(params: Value | undefined): boolean {
  return argumentsOf(params).some(({ value }) => isOdd(value));
}

/** Whether one of them is, or has for its default, what Airflow 3 refuses, as it cannot be written as JSON. */
export function holdsNoJson(params: Value | undefined): boolean {
  return argumentsOf(params).some(
    ({ value }) => isNoJson(value) || (isParam(value) && value.arguments.some((one) => isNoJson(one.value))),
  );
}

function isNoJson(value: Value): boolean {
  return (
    value.kind === "set" ||
    value.kind === "function" ||
    value.kind === "external" ||
    (value.kind === "made" && value.by.startsWith("datetime."))
  );
}

function isParam(value: Value): value is MadeValue {
  return value.kind === "made" && symbolOf(value.by) === "Param";
}

function isOdd(param: Value): boolean {
  if (!isParam(param) || hasUnknownArguments(param.arguments)) return false;
  const { schema = {}, default: given } = schemaOf(param);
  if (given === undefined || given === "none") return given === "none";
  const { value } = given;
  return Object.entries(schema).some(([keyword, bound]) => isRefused(keyword, bound, value));
}

/** `false` where it is taken, or not known. */
function isRefused(keyword: string, bound: unknown, value: unknown): boolean {
  switch (keyword) {
    case "type": {
      const types = [bound].flat();
      return types.every((type) => typeof type === "string" && isOfType[type]?.(value) !== true);
    }
    case "enum":
      return Array.isArray(bound) && typeof value === "string" && !bound.includes(value);
    case "const":
      return typeof value === "string" && bound !== value;
    case "format":
      return bound === "date" && typeof value === "string" && !/^\d{4}-\d\d-\d\d$/.test(value);
    case "minimum":
      return typeof value === "number" && typeof bound === "number" && value < bound;
    case "maximum":
      return typeof value === "number" && typeof bound === "number" && value > bound;
    case "minLength":
      return typeof value === "string" && typeof bound === "number" && [...value].length < bound;
    case "maxLength":
      return typeof value === "string" && typeof bound === "number" && [...value].length > bound;
    default:
      return false;
  }
}

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  __proto__: null as never,
  array: Array.isArray,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  null: (value) => value === null,
  number: (value) => typeof value === "number",
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  string: (value) => typeof value === "string",
};
