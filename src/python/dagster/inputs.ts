import { argumentValue } from "../evaluate/arguments.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import { isResource } from "./annotations.ts";
import { type AssetKey, keyOf, prefixOf } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";

export const contextNames: ReadonlySet<string> = new Set(["_", "context", "_context", "context_"]);

/** The keys that an asset is made of, and what of them is not known. */
export interface Inputs {
  readonly byName: ReadonlyMap<string, AssetKey>;
  /** Of `deps`. */
  readonly others: readonly AssetKey[];
  /** Of those by name, the ones whose data is loaded. */
  readonly loaded: readonly AssetKey[];
  readonly reason: string | null;
}

/** What a decorated asset takes as arguments, and names in `ins` and `deps`. */
export function inputsOf(value: DagsterValue, machine: Machine, isGraph: boolean): Inputs {
  const { names, reason } = inputNames(value, machine, isGraph);
  const ins = readIns(argumentValue(value.arguments, "ins"));
  const deps = depsOf(argumentValue(value.arguments, "deps"), machine);
  const byName = new Map<string, AssetKey>();
  const loaded: AssetKey[] = [];
  let unclear = reason ?? deps.reason ?? (ins === null ? "its `ins` are not all constant" : null);
  for (const name of new Set([...names, ...(ins?.keys() ?? [])])) {
    const found = ins?.get(name);
    const key = found === undefined ? [name] : keyOfIn(name, found);
    if (key === null) unclear ??= `the key of \`${name}\` is not constant`;
    else {
      byName.set(name, key);
      if (!isTyped(found)) loaded.push(key);
    }
  }
  return { byName, others: deps.keys, loaded, reason: unclear };
}

/** One of the type `Nothing` is a dependency alone. */
function isTyped(found: Value | undefined): boolean {
  return found?.kind === "dagster" && argumentValue(found.arguments, "dagster_type", 5) !== undefined;
}

function inputNames(
  value: DagsterValue,
  machine: Machine,
  isGraph: boolean,
): { names: string[]; reason: string | null } {
  const { callee } = value;
  if (callee === null) return { names: [], reason: "its function is not known" };
  const [first] = callee.parameters;
  const hasContext = !isGraph && first !== undefined && contextNames.has(first.name);
  let reason: string | null = null;
  const names: string[] = [];
  for (const { name, form, annotation } of hasContext ? callee.parameters.slice(1) : callee.parameters) {
    // Of what goes by name or by place alone, assets hear nothing.
    const isAlone = !isGraph && (form === "keyword" || form === "positional");
    if (form === "*" || form === "**" || isAlone || (!isGraph && name === "config")) continue;
    const resource = isGraph ? false : isResource(annotation, callee.scope, machine);
    if (resource === null) reason ??= `whether \`${name}\` is a resource is not known`;
    else if (!resource) names.push(name);
  }
  return { names, reason };
}

function readIns(value: Value | undefined): ReadonlyMap<string, Value> | null {
  if (value === undefined || isNone(value)) return new Map();
  if (value.kind !== "dict" || doubtOf(value.doubts) !== null) return null;
  const found = new Map<string, Value>();
  for (const entry of value.entries.values()) {
    const name = stringOf(entry.key);
    if (name === null) return null;
    found.set(name, entry.value);
  }
  return found;
}

function keyOfIn(name: string, value: Value): AssetKey | null {
  if (value.kind !== "dagster") return keyOf(value);
  if (value.symbol !== "AssetIn") return keyOf(value);
  const key = argumentValue(value.arguments, "key", 0);
  if (key !== undefined && !isNone(key)) return keyOf(key);
  const prefix = prefixOf(argumentValue(value.arguments, "key_prefix", 2));
  return prefix === null ? null : [...prefix, name];
}

/** The keys of `deps=[…]`. */
export function depsOf(value: Value | undefined, machine: Machine): { keys: AssetKey[]; reason: string | null } {
  const items = value === undefined || isNone(value) ? [] : itemsOf(value, machine);
  if (items === null) return { keys: [], reason: "its `deps` are not all known" };
  const keys: AssetKey[] = [];
  let reason: string | null = null;
  for (const item of items) {
    const own = keyOf(item);
    const several =
      own === null && item.kind === "dagster" && formOf(item) === "assets" ? keysOfMany(item, machine) : null;
    if (own !== null) keys.push(own);
    else if (several !== null) keys.push(...several);
    else reason ??= "the key of one of its `deps` is not constant";
  }
  return { keys, reason };
}

function itemsOf(value: Value, machine: Machine): readonly Value[] | null {
  return value.kind === "set" && doubtOf(value.doubts) === null ? [...value.items.values()] : iterate(value, machine);
}

/** The keys of a `@multi_asset` and its like. */
export function keysOfMany(value: DagsterValue, machine: Machine): readonly AssetKey[] | null {
  const specs = argumentValue(value.arguments, "specs");
  if (specs !== undefined && !isNone(specs)) {
    const keys = iterate(specs, machine)?.map((one) => keyOf(one)) ?? [null];
    return keys.every((key) => key !== null) ? keys : null;
  }
  const outs = readIns(argumentValue(value.arguments, "outs"));
  const keys = outs === null ? [null] : [...outs].map(([name, out]) => keyOfOut(name, out));
  return outs !== null && outs.size > 0 && keys.every((key) => key !== null) ? keys : null;
}

/** The key of `outs={name: AssetOut(…)}`. */
export function keyOfOut(name: string, out: Value): AssetKey | null {
  if (out.kind !== "dagster" || out.symbol !== "AssetOut") return null;
  const key = argumentValue(out.arguments, "key", 1);
  if (key !== undefined && !isNone(key)) return keyOf(key);
  const prefix = prefixOf(argumentValue(out.arguments, "key_prefix", 0));
  return prefix === null ? null : [...prefix, name];
}

export { readIns as readNamed };
