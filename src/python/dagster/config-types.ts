import type { Machine } from "../evaluate/machine.ts";
import type { Scope } from "../evaluate/scope.ts";
import type { GivenArgument, Value } from "../evaluate/value.ts";
import { toData } from "../param-schema.ts";
import type { Expression } from "../syntax/ast.ts";
import { valueOfAnnotation } from "./annotations.ts";
import { configClassOf, type Schema, schemaOfClass } from "./config-fields.ts";

export interface TypeSchema {
  readonly schema: Schema;
  readonly isOptional: boolean;
  /** Of `Annotated[…]`. */
  readonly limits: readonly GivenArgument[];
}

const plain: Readonly<Record<string, Schema>> = {
  __proto__: null as never,
  "builtins.int": { type: "integer" },
  "builtins.float": { type: "number" },
  "builtins.str": { type: "string" },
  "builtins.bool": { type: "boolean" },
  "typing.Any": {},
};

/** The JSON Schema of the type that a field is annotated with; `none` for what is no field, `null` where it is not known. */
export function typeSchema(
  annotation: Expression,
  scope: Scope,
  machine: Machine,
  depth: number,
): TypeSchema | "none" | null {
  const inner = (one: Expression | undefined): TypeSchema | null => {
    const found = one === undefined ? null : typeSchema(one, scope, machine, depth);
    return found === "none" ? null : found;
  };
  if (annotation.kind === "constant" && annotation.constant.type === "none")
    return { schema: { type: "null" }, isOptional: true, limits: [] };
  if (annotation.kind === "binary" && annotation.operator === "|")
    return joinOptional([inner(annotation.left), inner(annotation.right)]);
  if (annotation.kind === "subscript") return ofSubscript(annotation, scope, machine, inner);
  const value = valueOfAnnotation(annotation, scope, machine);
  return value === null ? null : ofValue(value, machine, depth);
}

function ofValue(value: Value, machine: Machine, depth: number): TypeSchema | null {
  const of = (schema: Schema | null | undefined): TypeSchema | null =>
    schema == null ? null : { schema, isOptional: false, limits: [] };
  if (value.kind === "external") return of(plain[value.name]);
  const config = configClassOf(value);
  if (config !== null) return of(schemaOfClass(config, machine, depth + 1));
  const members = value.kind === "class" ? value.members.get("__members__") : undefined;
  if (value.kind !== "class" || members?.kind !== "list") return null;
  // Dagster takes the names of an enumeration, not its values.
  const names = members.items.flatMap((one) =>
    one.kind === "instance" ? [toData(one.attributes.get("name") ?? one)?.value] : [],
  );
  return of({ enum: names });
}

type Inner = (one: Expression | undefined) => TypeSchema | null;

function ofSubscript(
  annotation: Extract<Expression, { kind: "subscript" }>,
  scope: Scope,
  machine: Machine,
  inner: Inner,
): TypeSchema | "none" | null {
  const head = valueOfAnnotation(annotation.value, scope, machine);
  if (head?.kind !== "external") return null;
  const items = annotation.index.kind === "tuple" ? annotation.index.items : [annotation.index];
  const of = (schema: Schema): TypeSchema => ({ schema, isOptional: false, limits: [] });
  const own = head.name.replace(/^(typing|typing_extensions|builtins|collections\.abc)\./, "");
  switch (own) {
    case "ClassVar":
      return "none";
    case "Optional":
      return joinOptional([inner(items[0]), { schema: { type: "null" }, isOptional: true, limits: [] }]);
    case "Union":
      return joinOptional(items.map(inner));
    case "List":
    case "list": {
      const item = inner(items[0]);
      return item === null || item.limits.length > 0 ? null : of({ type: "array", items: item.schema });
    }
    case "Dict":
    case "dict":
    case "Mapping": {
      const [key, item] = [inner(items[0]), inner(items[1])];
      if (key?.schema.type !== "string" || item === null || item.limits.length > 0) return null;
      return of({ type: "object", additionalProperties: item.schema });
    }
    case "Literal": {
      const values = items.map((one) => (one.kind === "constant" ? toData(one) : null));
      const texts = values.flatMap((one) => (typeof one?.value === "string" ? [one.value] : []));
      return texts.length === items.length ? of({ enum: texts }) : null;
    }
    case "Annotated":
      return ofAnnotated(items, scope, machine, inner);
    default:
      return null;
  }
}

function ofAnnotated(items: readonly Expression[], scope: Scope, machine: Machine, inner: Inner): TypeSchema | null {
  const type = inner(items[0]);
  if (type === null) return null;
  const limits = [...type.limits];
  for (const one of items.slice(1)) {
    if (one.kind === "constant") continue;
    const value = valueOfAnnotation(one, scope, machine);
    if (value?.kind !== "made" || !/^pydantic(\.fields)?\.Field$/.test(value.by)) return null;
    if (value.arguments.some(({ name }) => name === null || /^(default|default_factory|alias|\*\*?)$/.test(name)))
      return null;
    limits.push(...value.arguments.filter(({ name }) => !/^(description|title|examples)$/.test(name ?? "")));
  }
  return { ...type, limits };
}

/** One type or none; several types are no config of Dagster but for a discriminated union. */
function joinOptional(parts: readonly (TypeSchema | null)[]): TypeSchema | null {
  const known = parts.filter((one) => one !== null);
  if (known.length < parts.length) return null;
  const [only, other] = known.filter(({ schema }) => schema.type !== "null");
  if (only === undefined || other !== undefined) return null;
  const isOptional = known.length > 1 || only.isOptional;
  if (!isOptional) return only;
  const { schema } = only;
  if (typeof schema.type === "string" && schema.properties === undefined)
    return { ...only, schema: { ...schema, type: [schema.type, "null"] }, isOptional };
  if (Array.isArray(schema.enum)) return { ...only, schema: { ...schema, enum: [...schema.enum, null] }, isOptional };
  if (schema.properties !== undefined) return { ...only, schema: { anyOf: [schema, { type: "null" }] }, isOptional };
  return { ...only, isOptional };
}
