import { argumentValue } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import type { DagsterValue } from "./dagster-values.ts";

export type AssetKey = readonly string[];

const decorated = /^(asset|observable_source_asset|graph_asset)$/;

/** The key that a value stands for; `null` where it is not constant, or stands for several. */
export function keyOf(value: Value | undefined | null): AssetKey | null {
  if (value === undefined || value === null) return null;
  if (value.kind !== "dagster") return pathOf(value);
  const first = (name: string): Value | undefined => argumentValue(value.arguments, name, 0);
  switch (value.symbol) {
    case "AssetKey":
      return pathOf(first("path"));
    case "AssetKey.from_user_string":
      return stringOf(first("user_string"))?.split("/") ?? null;
    case "AssetKey.from_coercible":
      return keyOf(first("arg"));
    case "AssetSpec":
    case "SourceAsset":
      return keyOf(first("key"));
    case "AssetDep":
      return keyOf(first("asset"));
    case ".key":
    case ".replace_attributes":
    case ".merge_attributes":
      return value.symbol === ".replace_attributes" && argumentValue(value.arguments, "key") !== undefined
        ? keyOf(argumentValue(value.arguments, "key"))
        : keyOf(value.base);
    case ".with_prefix": {
      const [prefix, key] = [prefixOf(first("prefix")), keyOf(value.base)];
      return prefix === null || key === null ? null : [...prefix, ...key];
    }
    default:
      return decorated.test(value.symbol) ? keyOfDecorated(value) : null;
  }
}

/** Whether it is a key itself, rather than what has one. */
export function isKey({ symbol }: DagsterValue): boolean {
  return /^(AssetKey\b|\.key$|\.with_prefix$)/.test(symbol);
}

function pathOf(value: Value | undefined): AssetKey | null {
  if (value === undefined) return null;
  const own = stringOf(value);
  if (own !== null) return [own];
  if (value.kind !== "tuple" && (value.kind !== "list" || doubtOf(value.doubts) !== null)) return null;
  const parts = value.items.map(stringOf);
  return parts.length > 0 && parts.every((part) => part !== null) ? parts : null;
}

/** A key's prefix; empty where there is none. */
export function prefixOf(value: Value | undefined): AssetKey | null {
  if (value === undefined || isNone(value)) return [];
  if (value.kind === "list" && value.items.length === 0 && doubtOf(value.doubts) === null) return [];
  return pathOf(value);
}

function keyOfDecorated(value: DagsterValue): AssetKey | null {
  if (value.arguments.some(({ name }) => name === "*" || name === "**")) return null;
  const key = argumentValue(value.arguments, "key");
  if (key !== undefined && !isNone(key)) return keyOf(key);
  const prefix = prefixOf(argumentValue(value.arguments, "key_prefix"));
  const name = argumentValue(value.arguments, "name");
  const own =
    name === undefined || isNone(name) || stringOf(name) === "" ? (value.callee?.name ?? null) : stringOf(name);
  return prefix === null || own === null ? null : [...prefix, own];
}

export function isSameKey(left: AssetKey, right: AssetKey): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

/** Equal for equal keys. */
export function keyText(key: AssetKey): string {
  return JSON.stringify(key);
}

/** A key as a message shows it. */
export function shownKey(key: AssetKey): string {
  return key.join("/").slice(0, 100);
}
