import { argumentValue } from "../evaluate/arguments.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import { none, unknown } from "../evaluate/make-values.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import { type AssetFacts, commonFacts, groupOf, openReason, partitionsOf } from "./asset-facts.ts";
import { type AssetKey, isSameKey, keyOf, prefixOf } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { assetOfSpec, decoratedAsset, manyAssets, specsOf } from "./decorated-assets.ts";
import { isCheckOnly } from "./forms.ts";

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
  const open = { group: null, reason: `it is changed by \`${value.symbol}()\`` };
  if (!/map/.test(value.symbol)) return found?.map((facts) => ({ ...facts, ...open })) ?? null;
  // Whatever is called for each of them may say otherwise.
  const more = { partitions: null, isAutomated: null, tags: unknown(value.text) };
  return found?.map((facts) => ({ ...facts, ...open, ...more })) ?? null;
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
  // Of a graph in which nothing is called no asset is made.
  const isEmpty = node.symbol === "graph" && (node.composition?.nodes ?? []).length === 0;
  if (takes || hasOuts || isEmpty || prefix === null) return null;
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

/** What `load_assets_from_modules` makes of one, as dagster/_core/definitions/module_loaders/object_list.py. */
function loadedAssets(value: DagsterValue, machine: Machine): readonly AssetFacts[] | null {
  const { base } = value;
  const found = base === null ? null : assetsOf(base, machine);
  const renames = renamesOf(value, machine);
  if (base === null || found === null || renames === null) return null;
  const isSource = isNamedAlone(base);
  const rename = isSource ? renames.ofSource : (key: AssetKey) => renames.ofSource(renames.ofMade(key));
  const group = argumentValue(value.arguments, "group_name", 1);
  const condition = argumentValue(value.arguments, "automation_condition");
  return found.map((facts) => ({
    ...facts,
    key: rename(facts.key),
    deps: isSource ? facts.deps : facts.deps.map(rename),
    inputs: facts.inputs.map(rename),
    group: group === undefined || isNone(group) ? facts.group : stringOf(group),
    isAutomated: condition === undefined || isNone(condition) ? facts.isAutomated : true,
  }));
}

/** What has no prefix but that of sources. */
function isNamedAlone({ symbol }: DagsterValue): boolean {
  return symbol === "SourceAsset" || symbol === "AssetSpec";
}

/** How keys are changed when they are loaded; `null` where that is not known. */
function renamesOf({ arguments: given }: DagsterValue, machine: Machine) {
  const originals = argumentValue(given, "(originals)");
  const prefix = prefixOf(argumentValue(given, "key_prefix", 2));
  const ofSources = prefixOf(argumentValue(given, "source_key_prefix"));
  if (originals?.kind !== "list" || prefix === null || ofSources === null) return null;
  const all = originals.items.filter((item) => item.kind === "dagster");
  const made =
    prefix.length === 0
      ? []
      : keysAmong(
          all.filter(({ symbol }) => symbol !== "SourceAsset"),
          machine,
        );
  const sources = ofSources.length === 0 ? [] : keysAmong(all.filter(isNamedAlone), machine);
  if (made === null || sources === null) return null;
  return { ofMade: prefixing(made, prefix), ofSource: prefixing(sources, ofSources) };
}

function prefixing(among: readonly AssetKey[], prefix: AssetKey): (key: AssetKey) => AssetKey {
  return (key) => (among.some((one) => isSameKey(one, key)) ? [...prefix, ...key] : key);
}

/** The keys of assets, and those that checks are of. */
function keysAmong(items: readonly DagsterValue[], machine: Machine): readonly AssetKey[] | null {
  const found = items.map((item) =>
    isCheckOnly(item) ? checkedKeys(item, machine) : assetsOf(item, machine)?.map(({ key }) => key),
  );
  return found.every((keys) => keys !== undefined && keys !== null) ? found.flat() : null;
}

function checkedKeys({ symbol, arguments: given }: DagsterValue, machine: Machine): readonly AssetKey[] | null {
  const specs = symbol === "asset_check" ? null : iterate(argumentValue(given, "specs") ?? none, machine);
  if (symbol !== "asset_check" && specs === null) return null;
  const keys = (specs?.map((one) => (one.kind === "dagster" ? one.arguments : [])) ?? [given]).map((one) =>
    keyOf(argumentValue(one, "asset")),
  );
  return keys.every((key) => key !== null) ? keys : null;
}
