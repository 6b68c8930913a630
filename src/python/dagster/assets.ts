import { argumentValue } from "../evaluate/arguments.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import { isNone, stringOf, type Value } from "../evaluate/value.ts";
import { type AssetKey, isSameKey, keyOf, keyText, prefixOf } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { depsOf, inputsOf, keyOfOut, readNamed } from "./inputs.ts";

/** One asset, before those that it depends on are looked up. */
export interface AssetFacts {
  readonly key: AssetKey;
  /** `null` where it is not constant. */
  readonly group: string | null;
  readonly deps: readonly AssetKey[];
  /** Those of them whose data it takes, so that they must be there. */
  readonly inputs: readonly AssetKey[];
  readonly kind: "materializable" | "observable" | "external";
  /** The class of its partitions, `none`, or `null` where it is not known. */
  readonly partitions: string | null;
  readonly partitionsValue: Value | null;
  readonly isAutomated: boolean | null;
  readonly definition: DagsterValue;
  readonly tags: Value | undefined;
  /** Why not all of this is known. */
  readonly reason: string | null;
}

/** The assets that a definition stands for; `null` where their keys are not all known. */
export function assetsOf(value: DagsterValue, machine: Machine): readonly AssetFacts[] | null {
  switch (value.symbol) {
    case "asset":
    case "observable_source_asset":
    case "graph_asset":
      return one(decoratedAsset(value, machine));
    case "multi_asset":
    case "graph_multi_asset":
    case "multi_observable_source_asset":
      return manyAssets(value, machine);
    case "AssetSpec":
      return one(assetOfSpec(value, value, "external", machine));
    case "SourceAsset":
      return one(sourceAsset(value));
    case "AssetsDefinition":
      return specsOf(value, argumentValue(value.arguments, "specs"), "external", machine);
    case "AssetsDefinition.from_graph":
    case "AssetsDefinition.from_op":
      return fromNode(value);
    case "(loaded)":
      return loadedAssets(value, machine);
    default:
      return derivedAssets(value, machine);
  }
}

function one(facts: AssetFacts | null): readonly AssetFacts[] | null {
  return facts === null ? null : [facts];
}

/** With a method that changes what is said of assets, but not their keys. */
function derivedAssets(value: DagsterValue, machine: Machine): readonly AssetFacts[] | null {
  const found = value.base === null ? null : assetsOf(value.base, machine);
  if (/^\.with_(resources|hooks)$/.test(value.symbol)) return found;
  return found?.map((facts) => ({ ...facts, group: null, reason: `it is changed by \`${value.symbol}()\`` })) ?? null;
}

export function groupOf(value: Value | undefined): string | null {
  return value === undefined || isNone(value) ? "default" : stringOf(value);
}

export function partitionsOf(value: Value | undefined | null): string | null {
  if (value === undefined || value === null || isNone(value)) return "none";
  if (value.kind !== "dagster" || !/^\w+PartitionsDefinition$/.test(value.symbol)) return null;
  return value.symbol;
}

function isAutomated(value: DagsterValue): boolean | null {
  const given = ["automation_condition", "auto_materialize_policy"].map((name) => argumentValue(value.arguments, name));
  const known = given.filter((one) => one !== undefined && !isNone(one));
  if (known.length === 0) return hasOpenArguments(value) ? null : false;
  return known.some((one) => one?.kind === "dagster") ? true : null;
}

export function hasOpenArguments(value: DagsterValue): boolean {
  return value.arguments.some(({ name }) => name === "*" || name === "**");
}

function common(value: DagsterValue, definition: DagsterValue) {
  const partitions =
    argumentValue(value.arguments, "partitions_def") ?? argumentValue(definition.arguments, "partitions_def");
  return {
    partitions: partitionsOf(partitions),
    partitionsValue: partitions === undefined || isNone(partitions) ? null : partitions,
    isAutomated: isAutomated(value),
    definition,
    tags: argumentValue(value.arguments, "tags"),
  };
}

function decoratedAsset(value: DagsterValue, machine: Machine): AssetFacts | null {
  const key = keyOf(value);
  if (key === null) return null;
  const inputs = inputsOf(value, machine, value.symbol === "graph_asset");
  const isObserved = value.symbol === "observable_source_asset";
  const group = groupOf(argumentValue(value.arguments, "group_name"));
  return {
    ...common(value, value),
    key,
    group,
    deps: isObserved ? [] : unique([...inputs.byName.values(), ...inputs.others]),
    inputs: isObserved ? [] : inputs.loaded,
    kind: isObserved ? "observable" : "materializable",
    reason:
      (isObserved ? null : inputs.reason) ?? openReason(value) ?? (group === null ? "its group is not constant" : null),
  };
}

function openReason(value: DagsterValue): string | null {
  return hasOpenArguments(value) ? "arguments are passed on that are not known" : null;
}

function unique(keys: readonly AssetKey[]): readonly AssetKey[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

function manyAssets(value: DagsterValue, machine: Machine): readonly AssetFacts[] | null {
  const specs = argumentValue(value.arguments, "specs");
  const kind = value.symbol === "multi_observable_source_asset" ? "observable" : "materializable";
  if (specs !== undefined && !isNone(specs)) return specsOf(value, specs, kind, machine);
  const outs = readNamed(argumentValue(value.arguments, "outs"));
  if (outs === null || outs.size === 0 || hasOpenArguments(value)) return null;
  const inputs = inputsOf(value, machine, value.symbol === "graph_multi_asset");
  const internal = readNamed(argumentValue(value.arguments, "internal_asset_deps"));
  const found: AssetFacts[] = [];
  for (const [name, out] of outs) {
    const key = keyOfOut(name, out);
    if (key === null || out.kind !== "dagster") return null;
    const own = argumentValue(out.arguments, "group_name");
    const group = groupOf(own === undefined || isNone(own) ? argumentValue(value.arguments, "group_name") : own);
    const within = internal?.get(name);
    const listed = within === undefined ? null : depsOf(within, machine);
    found.push({
      ...common(out, value),
      key,
      group,
      deps: listed?.keys ?? unique([...inputs.byName.values(), ...inputs.others]),
      inputs: inputs.loaded,
      kind,
      reason:
        listed?.reason ??
        (listed === null ? inputs.reason : null) ??
        (internal === null ? "its `internal_asset_deps` are not known" : null) ??
        (group === null ? "its group is not constant" : null),
    });
  }
  return found;
}

function specsOf(
  value: DagsterValue,
  specs: Value | undefined,
  kind: AssetFacts["kind"],
  machine: Machine,
): readonly AssetFacts[] | null {
  const items = specs === undefined ? null : iterate(specs, machine);
  if (items === null || hasOpenArguments(value)) return null;
  const found = items.map((item) => (item.kind === "dagster" ? assetOfSpec(item, value, kind, machine) : null));
  return found.every((facts) => facts !== null) ? found : null;
}

function assetOfSpec(
  spec: DagsterValue,
  definition: DagsterValue,
  kind: AssetFacts["kind"],
  machine: Machine,
): AssetFacts | null {
  const key = keyOf(spec);
  if (key === null) return null;
  const isPlain = spec.symbol === "AssetSpec";
  const deps = depsOf(argumentValue(spec.arguments, "deps"), machine);
  const own = argumentValue(spec.arguments, "group_name");
  const group = groupOf(own === undefined || isNone(own) ? argumentValue(definition.arguments, "group_name") : own);
  return {
    ...common(spec, definition),
    key,
    group: isPlain ? group : null,
    deps: unique(deps.keys),
    inputs: [],
    kind,
    reason:
      deps.reason ??
      openReason(spec) ??
      (isPlain ? null : `it is changed by \`${spec.symbol}()\``) ??
      (group === null ? "its group is not constant" : null),
  };
}

function sourceAsset(value: DagsterValue): AssetFacts | null {
  const key = keyOf(value);
  if (key === null) return null;
  const group = groupOf(argumentValue(value.arguments, "group_name", 6));
  const partitions = argumentValue(value.arguments, "partitions_def", 5);
  const isObserved = argumentValue(value.arguments, "observe_fn", 8) !== undefined;
  return {
    ...common(value, value),
    partitions: partitionsOf(partitions),
    key,
    group,
    deps: [],
    inputs: [],
    kind: isObserved ? "observable" : "external",
    reason: openReason(value) ?? (group === null ? "its group is not constant" : null),
  };
}

/** `AssetsDefinition.from_op(…)`: where it has one output, its key is the name of the op. */
function fromNode(value: DagsterValue): readonly AssetFacts[] | null {
  const node = argumentValue(value.arguments, value.symbol.endsWith("op") ? "op_def" : "graph_def", 0);
  const isPlain = value.arguments.every(
    ({ name }) => name === null || /^(group_name|key_prefix|op_def|graph_def|partitions_def)$/.test(name ?? ""),
  );
  if (node?.kind !== "dagster" || node.callee === null || !isPlain) return null;
  const takes =
    node.symbol === "graph"
      ? node.callee.parameters.length > 0
      : node.callee.parameters.some(({ name }) => name !== "context");
  const hasOuts = node.arguments.some(({ name }) => /^(out|name|ins|input_defs|output_defs)$/.test(name ?? "*"));
  const prefix = prefixOf(argumentValue(value.arguments, "key_prefix"));
  if (takes || hasOuts || prefix === null) return null;
  const group = groupOf(argumentValue(value.arguments, "group_name"));
  const facts: AssetFacts = {
    ...common(value, value),
    key: [...prefix, node.callee.name],
    group,
    deps: [],
    inputs: [],
    kind: "materializable",
    reason: group === null ? "its group is not constant" : null,
  };
  return [facts];
}

/** What `load_assets_from_modules` makes of one. */
function loadedAssets(value: DagsterValue, machine: Machine): readonly AssetFacts[] | null {
  const found = value.base === null ? null : assetsOf(value.base, machine);
  const originals = argumentValue(value.arguments, "(originals)");
  const prefix = prefixOf(argumentValue(value.arguments, "key_prefix", 2));
  if (found === null || originals?.kind !== "list" || prefix === null) return null;
  if (argumentValue(value.arguments, "source_key_prefix") !== undefined) return null;
  const group = argumentValue(value.arguments, "group_name", 1);
  const among = prefix.length === 0 ? [] : keysAmong(originals.items, machine);
  if (among === null) return null;
  const rename = (key: AssetKey): AssetKey => (among.some((one) => isSameKey(one, key)) ? [...prefix, ...key] : key);
  const condition = argumentValue(value.arguments, "automation_condition");
  return found.map((facts) => ({
    ...facts,
    key: rename(facts.key),
    deps: facts.deps.map(rename),
    inputs: facts.inputs.map(rename),
    group: group === undefined || isNone(group) ? facts.group : stringOf(group),
    isAutomated: condition === undefined || isNone(condition) ? facts.isAutomated : true,
  }));
}

function keysAmong(items: readonly Value[], machine: Machine): readonly AssetKey[] | null {
  const found = items.map((item) =>
    item.kind !== "dagster" || item.symbol === "SourceAsset" || item.symbol === "AssetSpec"
      ? []
      : assetsOf(item, machine)?.map(({ key }) => key),
  );
  return found.every((keys) => keys !== undefined) ? found.flat() : null;
}
