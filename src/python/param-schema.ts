import { symbolOf } from "./airflow/symbols.ts";
import type { DagParam } from "./dag-model.ts";
import { doubtOf } from "./evaluate/doubt.ts";
import type { MadeValue, Value } from "./evaluate/value.ts";
import { stringOf } from "./evaluate/value-contents.ts";

/** What is no argument of a schema: https://github.com/apache/airflow `airflow/sdk/definitions/param.py`. */
const notOfSchema: ReadonlySet<string> = new Set(["default", "description", "source"]);

/** The schema and default of a `Param(…)`, or of a plain value, which takes anything. Nothing where it is not constant. */
export function schemaOf(value: Value): Pick<DagParam, "types" | "schema" | "default"> {
  if (value.kind !== "made" || symbolOf(value.by) !== "Param") {
    const plain = toData(value);
    return plain === null ? { types: null } : { types: null, schema: {}, default: plain };
  }
  const given = value.arguments;
  if (given.some(({ name }) => name === "*" || name === "**")) return { types: null };
  const schema = readKeywords(value);
  const written = given.find(({ name }) => name === "default") ?? given.find(({ name }) => name === null);
  const fallback = written === undefined ? ("none" as const) : toData(written.value);
  return {
    types: typesOf(given.find(({ name }) => name === "type")?.value),
    ...(schema === null ? {} : { schema }),
    ...(fallback === null ? {} : { default: fallback }),
  };
}

/** The keywords of a `Param(…)` that make up its schema; `null` where one is not constant. */
function readKeywords(param: MadeValue): Readonly<Record<string, unknown>> | null {
  const schema: [string, unknown][] = [];
  for (const { name, value } of param.arguments) {
    if (name === null || notOfSchema.has(name)) continue;
    const data = toData(value);
    if (data === null || name === "schema") return null;
    schema.push([name, data.value]);
  }
  return Object.fromEntries(schema);
}

function typesOf(type: Value | undefined): readonly string[] | null {
  if (type === undefined) return null;
  const items = type.kind === "list" || type.kind === "tuple" ? type.items : [type];
  const types = items.map(stringOf);
  return types.every((one) => one !== null) ? types : null;
}

const deepest = 50;

/** A constant as JSON has it; `null` where it is not all constant. */
export function toData(value: Value, depth = 0): { readonly value: unknown } | null {
  if (depth > deepest) return null;
  if (value.kind === "constant") {
    const { constant } = value;
    if (constant.type === "none") return { value: null };
    const isPlain = constant.type !== "ellipsis" && constant.type !== "bytes" && typeof constant.value !== "bigint";
    return isPlain ? { value: constant.value } : null;
  }
  if (value.kind === "tuple" || (value.kind === "list" && doubtOf(value.doubts) === null)) {
    const items = value.items.map((item) => toData(item, depth + 1));
    const known = items.filter((item) => item !== null);
    return known.length === items.length ? { value: known.map((item) => item.value) } : null;
  }
  if (value.kind !== "dict" || doubtOf(value.doubts) !== null || value.globalsOf !== null) return null;
  const entries: [string, unknown][] = [];
  for (const entry of value.entries.values()) {
    const [key, data] = [stringOf(entry.key), toData(entry.value, depth + 1)];
    if (key === null || data === null) return null;
    entries.push([key, data.value]);
  }
  return { value: Object.fromEntries(entries) };
}
