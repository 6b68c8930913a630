import type { Value } from "./value.ts";

export function stringOf(value: Value | undefined | null): string | null {
  return value?.kind === "constant" && value.constant.type === "str" ? value.constant.value : null;
}

/** What a function is called, which code may change; `null` where it is not known. */
export function functionName(value: Value): string | null {
  if (value.kind !== "function") return value.kind === "native" ? value.name : null;
  const own = value.attributes.get("__name__");
  return own === undefined ? value.name : stringOf(own);
}

export function isNone(value: Value | undefined | null): boolean {
  return value?.kind === "constant" && value.constant.type === "none";
}

export function numberOf(value: Value | undefined): number | bigint | null {
  if (value?.kind !== "constant") return null;
  const { constant } = value;
  if (constant.type === "bool") return constant.value ? 1 : 0;
  return constant.type === "int" || constant.type === "float" ? constant.value : null;
}

/** A whole number of moderate size, such as an index. */
export function integerOf(value: Value | undefined): number | null {
  const number = numberOf(value);
  if (typeof number !== "number" || (value?.kind === "constant" && value.constant.type === "float")) return null;
  return number;
}
