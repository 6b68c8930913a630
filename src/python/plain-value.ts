import type { Span } from "../domain/finding.ts";
import { doubtOf } from "./evaluate/doubt.ts";
import type { GivenArgument, Value } from "./evaluate/value.ts";
import type { Place } from "./syntax/ast.ts";

/** A value as plain data. Whatever is not known is `unknown`, with its expression. */
export type PlainValue =
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly PlainValue[] }
  | { readonly kind: "dict"; readonly entries: readonly PlainEntry[]; readonly isOpen: boolean }
  /** A call of something imported: `datetime.timedelta(days=1)`. */
  | {
      readonly kind: "call";
      /** The full name. */
      readonly name: string;
      readonly arguments: readonly { readonly name: string | null; readonly value: PlainValue }[];
      readonly expression: string;
    }
  /** Something imported, by its full name. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "function"; readonly name: string }
  /** Tasks, or their results. */
  | { readonly kind: "tasks"; readonly taskIds: readonly string[] }
  /** A file or directory of the repository. */
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "unknown"; readonly expression: string };

export interface PlainEntry {
  readonly key: PlainValue;
  readonly value: PlainValue;
}

export interface PlainArgument {
  /** `null` for one by position; `*` and `**` for those that are passed on and not known. */
  readonly name: string | null;
  readonly value: PlainValue;
  readonly expression: string;
  readonly span: Span | null;
}

const deepest = 12;
const mostItems = 1000;

export function toPlain(value: Value, depth = 0): PlainValue {
  if (depth > deepest) return { kind: "unknown", expression: "…" };
  const inner = (one: Value): PlainValue => toPlain(one, depth + 1);
  switch (value.kind) {
    case "constant":
      return plainConstant(value);
    case "list":
    case "tuple":
      if (value.kind === "list" && doubtOf(value.doubts) !== null) return { kind: "unknown", expression: "[…]" };
      return { kind: "list", items: value.items.slice(0, mostItems).map(inner) };
    case "set":
      return { kind: "list", items: [...value.items.values()].slice(0, mostItems).map(inner) };
    case "dict": {
      const entries = [...value.entries.values()].slice(0, mostItems);
      const isOpen = doubtOf(value.doubts) !== null || value.globalsOf !== null;
      return {
        kind: "dict",
        entries: entries.map((one) => ({ key: inner(one.key), value: inner(one.value) })),
        isOpen,
      };
    }
    case "made":
      return {
        kind: "call",
        name: value.by,
        arguments: value.arguments.map((one) => ({ name: one.name, value: inner(one.value) })),
        expression: value.text,
      };
    case "external":
      return { kind: "name", name: value.name };
    case "function":
    case "native":
    case "class":
      return { kind: "function", name: value.name };
    case "path":
      return { kind: "path", path: value.path };
    case "task":
      return { kind: "tasks", taskIds: value.id === null ? [] : [value.id] };
    case "xcom":
      return { kind: "tasks", taskIds: value.tasks.flatMap((task) => (task.id === null ? [] : [task.id])) };
    case "unknown":
      return { kind: "unknown", expression: value.text };
    default:
      return { kind: "unknown", expression: value.kind };
  }
}

function plainConstant({ constant }: Extract<Value, { kind: "constant" }>): PlainValue {
  if (constant.type === "none") return { kind: "constant", value: null };
  if (constant.type === "ellipsis") return { kind: "unknown", expression: "..." };
  if (constant.type === "bytes")
    return { kind: "unknown", expression: `b${JSON.stringify(constant.value.slice(0, 100))}` };
  const { value } = constant;
  return typeof value === "bigint" ? { kind: "unknown", expression: String(value) } : { kind: "constant", value };
}

export function plainArguments(
  given: readonly GivenArgument[],
  spanOf: (place: Place) => Span | null,
): readonly PlainArgument[] {
  return given.map(({ name, value, place, text }) => ({
    name,
    value: toPlain(value),
    expression: text,
    span: place.end === 0 ? null : spanOf(place),
  }));
}
