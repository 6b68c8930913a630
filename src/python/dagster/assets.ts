import { argumentValue } from "../evaluate/arguments.ts";
import type { Machine } from "../evaluate/machine.ts";
import { isNone, stringOf, type Value } from "../evaluate/value.ts";
import { type AssetFacts, commonFacts, groupOf, openReason, partitionsOf } from "./asset-facts.ts";
import { type AssetKey, isSameKey, keyOf, prefixOf } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { assetOfSpec, decoratedAsset, manyAssets, specsOf } from "./decorated-assets.ts";

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

function sourceAsset(value: DagsterValue): AssetFacts | null {
  const key = keyOf(value);
  if (key === null) return null;
  const group = groupOf(argumentValue(value.arguments, "group_name", 6));
  const partitions = argumentValue(value.arguments, "partitions_def", 5);
  const isObserved = argumentValue(value.arguments, "observe_fn", 8) !== undefined;
  return {
    ...commonFacts(value, value),
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
    ...commonFacts(value, value),
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
