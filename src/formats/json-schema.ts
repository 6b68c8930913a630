import { Ajv, type ErrorObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { RE2JS } from "re2js";
import { didYouMean, listNames, quoteName } from "./did-you-mean.ts";
import { isDay } from "./instant.ts";
import { objectToSchema } from "./json-schema-bounds.ts";

export interface SchemaViolation {
  /** Where in the value: keys and indexes. */
  readonly at: readonly (string | number)[];
  /** Whether it is the key at that place that is wrong, not its value. */
  readonly isKey: boolean;
  /** What must be, in words that go on after a name, to the end of the sentence: `must be at least 18.` */
  readonly must: string;
}

export type CompiledSchema =
  /** What is wrong with a value; empty when it is good. */
  | { readonly validate: (value: unknown) => readonly SchemaViolation[] }
  /** Why the schema cannot be used, in words that go on after a name: `refers to …`. */
  | { readonly objection: string };

const mostViolations = 20;

export type SchemaCompiler = (schema: unknown) => CompiledSchema;

/**
 * Makes a compiler of JSON Schemas that somebody wrote (2020-12, or draft 7 where they say so). They cannot reach elsewhere, and
 * cannot take long: references stay inside, patterns are RE2's, sizes are bounded. Neither it nor what it makes ever throws.
 */
export function createSchemaCompiler(): SchemaCompiler {
  const made = new WeakMap<object, CompiledSchema>();
  let draft7: Ajv | null = null;
  let draft2020: Ajv | null = null;
  const compile = (schema: object | boolean): CompiledSchema => {
    const objection = objectToSchema(schema);
    if (objection !== null) return { objection };
    const said = typeof schema === "object" && "$schema" in schema ? schema.$schema : undefined;
    const isDraft7 = typeof said === "string" && /^https?:\/\/json-schema\.org\/draft-0[67]\/schema#?$/.test(said);
    if (said !== undefined && !isDraft7 && said !== "https://json-schema.org/draft/2020-12/schema")
      return { objection: "names a `$schema` that is not supported; draft 7 and 2020-12 are" };
    if (isDraft7) draft7 ??= new Ajv(options);
    else draft2020 ??= new Ajv2020(options);
    return compileWith((isDraft7 ? draft7 : draft2020) ?? new Ajv2020(options), schema);
  };
  return (schema) => {
    if (typeof schema === "boolean") return compile(schema);
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return { objection: "is not a map" };
    const known = made.get(schema) ?? compile(schema);
    made.set(schema, known);
    return known;
  };
}

function compileWith(ajv: Ajv, schema: object | boolean): CompiledSchema {
  try {
    const validate = ajv.compile(schema);
    return {
      validate: (value) => {
        try {
          return validate(value) === true ? [] : describeErrors(validate.errors ?? [], value);
        } catch {
          return [{ at: [], isKey: false, must: "must be nested less deeply." }];
        }
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, " ").slice(0, 160) : "unknown";
    return { objection: `is not a JSON Schema (${why})` };
  }
}

const date = /^(\d{4})-(\d{2})-(\d{2})$/;

const options = {
  allErrors: true,
  verbose: true,
  strict: false,
  logger: false,
  ownProperties: true,
  addUsedSchema: false,
  validateFormats: true,
  // The one format of which every validator says the same: Airflow passes over `date-time`, where nothing more is installed.
  formats: { date: isDate },
  code: { regExp: Object.assign(toPattern, { code: "undefined" }) },
} as const;

function isDate(text: string): boolean {
  const [, year, month, day] = date.exec(text) ?? [];
  return isDay(Number(year), Number(month), Number(day));
}

/** JSON Schema's patterns search, and RE2 takes linear time. */
function toPattern(pattern: string) {
  const compiled = RE2JS.compile(pattern);
  return {
    test: (text: string) => compiled.matcher(text).find(),
    toString: () => `/${pattern}/`, // by which ajv knows one from another
  };
}

/** Of alternatives only what stands above them is told: what each of them wants would contradict itself. */
function describeErrors(errors: readonly ErrorObject[], value: unknown): readonly SchemaViolation[] {
  const choices = errors.filter(({ keyword }) => /^(?:anyOf|oneOf|if|not)$/.test(keyword)).map((one) => one.schemaPath);
  const inner = (path: string): boolean => choices.some((choice) => path !== choice && path.startsWith(`${choice}/`));
  return errors
    .filter(({ schemaPath }) => !inner(schemaPath))
    .slice(0, mostViolations)
    .map((error) => describeError(error, value))
    .map((one) => ({ ...one, must: /[.?]$/.test(one.must) ? one.must : `${one.must}.` }));
}

function describeError(error: ErrorObject, value: unknown): SchemaViolation {
  const at = stepsOf(error.instancePath, value);
  const params = error.params as Readonly<Record<string, unknown>>; // ajv's, by keyword
  const here = { at, isKey: false };
  switch (error.keyword) {
    case "type":
      return { ...here, must: `must be ${nameType(params.type)}` };
    case "enum":
      return { ...here, must: `must be one of ${listNames(listOf(params.allowedValues))}` };
    case "const":
      return { ...here, must: `must be ${quoteName(show(params.allowedValue))}` };
    case "required":
      return { ...here, must: `must have ${quoteName(String(params.missingProperty))}` };
    case "additionalProperties":
    case "unevaluatedProperties": {
      const key = String(params.additionalProperty ?? params.unevaluatedProperty);
      const known = listOf(Object.keys(propertiesOf(error.parentSchema)));
      return { at: [...at, key], isKey: true, must: `is not known.${didYouMean(key, known)}` };
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return { ...here, must: `must be ${words[error.keyword]} ${String(params.limit)}` };
    case "format":
      return { ...here, must: `must be a ${String(params.format)}` };
    default:
      return { ...here, must: plainMessage(error) };
  }
}

const words = {
  minimum: "at least",
  maximum: "at most",
  exclusiveMinimum: "more than",
  exclusiveMaximum: "less than",
} as const;

function plainMessage({ keyword, message = "" }: ErrorObject): string {
  if (keyword === "anyOf" || keyword === "oneOf") return "must match one of its schema's alternatives";
  return /^must [\x20-\x7E]{1,200}$/.test(message) ? message : `must satisfy \`${keyword}\``;
}

function propertiesOf(schema: unknown): object {
  const properties: unknown =
    typeof schema === "object" && schema !== null && "properties" in schema ? schema.properties : null;
  return typeof properties === "object" && properties !== null ? properties : {};
}

function stepsOf(pointer: string, value: unknown): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  let inside = value;
  for (const raw of pointer.split("/").slice(1)) {
    const step = raw.replaceAll("~1", "/").replaceAll("~0", "~");
    steps.push(Array.isArray(inside) ? Number(step) : step);
    inside = typeof inside === "object" && inside !== null ? (inside as Record<string, unknown>)[step] : undefined; // only to see which are lists
  }
  return steps;
}

function nameType(type: unknown): string {
  const names: Readonly<Record<string, string>> = {
    integer: "a whole number",
    number: "a number",
    string: "text",
    boolean: "true or false",
    object: "a map",
    array: "a list",
    null: "null",
  };
  return listOf(type)
    .map((one) => names[one] ?? one)
    .join(" or ");
}

function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(show);
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
