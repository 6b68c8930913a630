import type { Value } from "../evaluate/value.ts";
import { symbolOf } from "./symbols.ts";

const kinds: ReadonlySet<Value["kind"]> = new Set([
  "class",
  "native",
  "function",
  "dag",
  "task",
  "group",
  "xcom",
  "label",
] as const);

/** Whether it is a class, a function or a thing of a DAG, and so neither a text nor a schedule. */
export function isNoData(value: Value): boolean {
  if (value.kind !== "external") return kinds.has(value.kind);
  return symbolOf(value.name) !== null || value.name.startsWith("builtins.");
}
