/** Whether a value surely does not meet a JSON schema, as `jsonschema` sees it; `null` where that is not known. */
export function isOutside(schema: Readonly<Record<string, unknown>>, value: unknown): boolean | null {
  return anyOf(Object.entries(schema).map(([keyword, bound]) => isRefused(keyword, bound, value)));
}

/** What tells of a value and asks nothing of it. */
const telling = /^(?:\$schema|custom_html_form|description(?:_\w+)?|examples|section|source|title|values_display)$/;

const instant =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

type Judge = (bound: unknown, value: unknown) => boolean | null;

const judges: Readonly<Record<string, Judge>> = {
  __proto__: null as never,
  const: (bound, value) => (isPlain(value) && isPlain(bound) ? bound !== value : null),
  enum: (bound, value) =>
    isPlain(value) && Array.isArray(bound) && bound.every(isPlain) ? !bound.includes(value) : null,
  format: (bound, value) => (typeof value === "string" ? isOfOtherFormat(bound, value) : false),
  items: (bound, value) => {
    if (typeof bound !== "object" || bound === null) return null;
    return Array.isArray(value) && anyOf(value.map((one) => isOutside({ ...bound }, one)));
  },
  maxLength: (bound, value) =>
    typeof bound === "number" ? typeof value === "string" && [...value].length > bound : null,
  maximum: (bound, value) => (typeof bound === "number" ? typeof value === "number" && value > bound : null),
  minLength: (bound, value) =>
    typeof bound === "number" ? typeof value === "string" && [...value].length < bound : null,
  minimum: (bound, value) => (typeof bound === "number" ? typeof value === "number" && value < bound : null),
  type: (bound, value) => [bound].flat().every((type) => typeof type === "string" && isOfType[type]?.(value) !== true),
};

function isRefused(keyword: string, bound: unknown, value: unknown): boolean | null {
  const judge = judges[keyword];
  return judge === undefined ? (telling.test(keyword) ? false : null) : judge(bound, value);
}

/** Whether one surely is; `null` where one may be. */
export function anyOf(found: readonly (boolean | null)[]): boolean | null {
  return found.includes(true) ? true : found.includes(null) ? null : false;
}

function isOfOtherFormat(format: unknown, value: string): boolean | null {
  if (format === "date") return !/^\d{4}-\d\d-\d\d$/.test(value);
  return format === "multiline" || (format === "date-time" && instant.test(value)) ? false : null;
}

function isPlain(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
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
