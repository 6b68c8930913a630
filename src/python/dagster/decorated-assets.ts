import { argumentValue } from "../evaluate/arguments.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone } from "../evaluate/value-contents.ts";
import { type AssetFacts, commonFacts, groupOf, hasOpenArguments, openReason, uniqueKeys } from "./asset-facts.ts";
import { keyOf } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { depsOf, inputsOf, keyOfOut, readNamed } from "./inputs.ts";

export function decoratedAsset(value: DagsterValue, machine: Machine): AssetFacts | null {
  const key = keyOf(value);
  if (key === null) return null;
  const inputs = inputsOf(value, machine, value.symbol === "graph_asset");
  const isObserved = value.symbol === "observable_source_asset";
  const group = groupOf(argumentValue(value.arguments, "group_name"));
  return {
    ...commonFacts(value, value),
    key,
    group,
    deps: isObserved ? [] : uniqueKeys([...inputs.byName.values(), ...inputs.others]),
    inputs: isObserved ? [] : inputs.loaded,
    kind: isObserved ? "observable" : "materializable",
    reason:
      (isObserved ? null : inputs.reason) ?? openReason(value) ?? (group === null ? "its group is not constant" : null),
  };
}

export function manyAssets(value: DagsterValue, machine: Machine): readonly AssetFacts[] | null {
  const specs = argumentValue(value.arguments, "specs");
  const kind = value.symbol === "multi_observable_source_asset" ? "observable" : "materializable";
  if (specs !== undefined && !isNone(specs)) return specsOf(value, specs, kind, machine);
  const outs = readNamed(argumentValue(value.arguments, "outs"));
  if (outs === null || outs.size === 0 || hasOpenArguments(value)) return null;
  const inputs = inputsOf(value, machine, value.symbol === "graph_multi_asset");
  const internal = readNamed(argumentValue(value.arguments, "internal_asset_deps"));
  const found = Array.from(outs, ([name, out]) => {
    const key = keyOfOut(name, out);
    if (key === null || out.kind !== "dagster") return null;
    const within = internal?.get(name);
    const listed = within === undefined ? null : depsOf(within, machine);
    const group = groupOfOut(out, value);
    return {
      ...commonFacts(out, value),
      key,
      group,
      deps: listed?.keys ?? uniqueKeys([...inputs.byName.values(), ...inputs.others]),
      inputs: inputs.loaded,
      kind,
      reason:
        (listed ?? inputs).reason ??
        (internal === null ? "its `internal_asset_deps` are not known" : null) ??
        (group === null ? "its group is not constant" : null),
    } satisfies AssetFacts;
  });
  return found.every((facts) => facts !== null) ? found : null;
}

/** Of the outputs of a graph, no group is heard of. */
function groupOfOut(out: DagsterValue, definition: DagsterValue): ReturnType<typeof groupOf> {
  const own = definition.symbol === "graph_multi_asset" ? undefined : argumentValue(out.arguments, "group_name");
  return groupOf(own === undefined || isNone(own) ? argumentValue(definition.arguments, "group_name") : own);
}

export function specsOf(
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

export function assetOfSpec(
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
    ...commonFacts(spec, definition),
    key,
    group: isPlain ? group : null,
    deps: uniqueKeys(deps.keys),
    inputs: [],
    kind,
    reason:
      deps.reason ??
      openReason(spec) ??
      (isPlain ? null : `it is changed by \`${spec.symbol}()\``) ??
      (group === null ? "its group is not constant" : null),
  };
}
