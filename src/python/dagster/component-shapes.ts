/** What stands in a `defs.yaml`, as YAML gives it. */
export type Fields = Readonly<Record<string, unknown>>;

type Check = (value: unknown) => boolean;
/** What may stand under each name; those with a `*` must be there. */
type Shape = Readonly<Record<string, Check>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasShape(value: unknown, shape: Shape): boolean {
  if (!isFields(value)) return false;
  const names = Object.keys(shape);
  const isKnown = Object.entries(value).every(([name, one]) => {
    const found = names.find((own) => own.replace("*", "") === name);
    return found !== undefined && shape[found]?.(one) === true;
  });
  return isKnown && names.every((name) => !name.endsWith("*") || Object.hasOwn(value, name.slice(0, -1)));
}

/** Text is filled in as a template, which makes a number of `"1"` and no more than a word of `"'word'"`. */
const isText: Check = (value) =>
  typeof value === "string" && /^(\.{0,2}\/|(?!(True|False|None)$|[a-z]{1,2}['"])[a-z_@])|\{\{/i.test(value);
const isTagValue: Check = (value) =>
  typeof value === "number" || typeof value === "boolean" || (isText(value) && isTextLike(/^[\w.-]{0,63}$/)(value));
const isTextLike = (pattern: RegExp): Check => {
  return (value) => isText(value) && (pattern.test(String(value)) || isTemplate(String(value)));
};
const optional = (check: Check): Check => {
  return (value) => value === null || check(value);
};
const listOf = (check: Check): Check => {
  return (value) => Array.isArray(value) && value.every(check);
};

/** Text that holds a template is known only when it is filled in. */
export function isTemplate(text: string): boolean {
  return /\{[{%#]/.test(text);
}

// As `VALID_TAG_KEY_REGEX` in dagster/_utils/tags.py has it, in its stricter form.
const tagName = /^([\w.-]{1,63}\/)?[\w.-]{1,63}$/;
const isTags: Check = (value) =>
  isFields(value) &&
  Object.entries(value).every(([name, tag]) => tagName.test(name) && isText(name) && isTagValue(tag));
const isKinds: Check = (value) => listOf(isTextLike(/^[\w.-]{1,50}$/))(value) && new Set(value as string[]).size <= 10; // a list of text

/** As `AssetSpecKwargs` in dagster/components/resolved/core_models.py. */
const asset: Shape = {
  "key*": isText,
  deps: optional(listOf(isText)),
  description: optional(isText),
  metadata: isFields,
  group_name: optional(isTextLike(/^\w+$/)),
  skippable: optional((value) => typeof value === "boolean"),
  code_version: optional(isText),
  owners: optional(listOf(isTextLike(/^team:\w+$|^\w+@\w+\.\w+$/))),
  tags: isTags,
  kinds: isKinds,
  partitions_def: optional(isFields),
  automation_condition: optional(isText),
};

const check: Shape = {
  "name*": isText,
  "asset*": isText,
  additional_deps: optional(listOf(isText)),
  description: optional(isText),
  blocking: (value) => typeof value === "boolean",
  metadata: optional(isFields),
};

const op: Shape = {
  name: optional(isText),
  tags: optional(isFields),
  description: optional(isText),
  pool: optional(isText),
};
const script: Shape = {
  ...op,
  type: (value) => value === "script",
  "path*": isText,
  args: (value) => optional(isText)(value) || listOf(isText)(value),
};
const fn: Shape = { ...op, type: (value) => value === "function", "fn*": isText };

const parts: Shape = {
  assets: optional(listOf((value) => hasShape(value, asset))),
  checks: optional(listOf((value) => hasShape(value, check))),
};

const attributes: ReadonlyMap<string, Shape> = new Map([
  ["DefsFolderComponent", {}],
  ["DefinitionsComponent", { "path*": optional(isText) }],
  ["PythonScriptComponent", { ...parts, "execution*": (value: unknown) => hasShape(value, script) }],
  ["UvRunComponent", { ...parts, "execution*": (value: unknown) => hasShape(value, script) }],
  ["FunctionComponent", { ...parts, "execution*": (value: unknown) => isText(value) || hasShape(value, fn) }],
  [
    "TemplatedSqlComponent",
    {
      ...parts,
      execution: optional((value) => hasShape(value, op)),
      "connection*": isText,
      "sql_template*": (value: unknown) => isText(value) || hasShape(value, { "path*": isText }),
      sql_template_vars: optional(isFields),
    },
  ],
]);

const document: Shape = {
  "type*": isText,
  attributes: optional(isFields),
  template_vars_module: optional(isText),
  requirements: optional((value) => hasShape(value, { env: optional(listOf(isText)) })),
  post_processing: optional(isFields),
};

/** Whether Dagster surely takes what is said of one of its own components: it refuses what it does not know. */
export function isComponent(value: Fields, type: string): boolean {
  const shape = attributes.get(type);
  return shape !== undefined && hasShape(value, document) && hasShape(value.attributes ?? {}, shape);
}
