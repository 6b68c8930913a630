import type { AssetFacts } from "./asset-facts.ts";
import { type AssetKey, keyText } from "./asset-keys.ts";

/**
 * A dependency that is named without a prefix is looked up by name in the group of the asset, as
 * `dagster/_core/definitions/resolved_asset_deps.py` does.
 */
export function resolveDeps(all: readonly AssetFacts[]): readonly AssetFacts[] {
  const known = new Set(all.map(({ key }) => keyText(key)));
  const byName = Map.groupBy(all, ({ key, group }) => JSON.stringify([group, key.at(-1)]));
  const isGroupUnknown = all.some(({ group }) => group === null);
  return all.map((facts) => {
    let reason = facts.reason;
    const siblings = new Set(all.filter((one) => one.definition === facts.definition).map(({ key }) => keyText(key)));
    const resolve = (dep: AssetKey): AssetKey => {
      const [name, ...more] = dep;
      if (known.has(keyText(dep)) || name === undefined || more.length > 0) return dep;
      const [only, other] = byName.get(JSON.stringify([facts.group, name])) ?? [];
      if (isGroupUnknown || facts.kind === "external") reason ??= isGroupUnknown ? "a group is not constant" : null;
      return only === undefined || other !== undefined || siblings.has(keyText(only.key)) ? dep : only.key;
    };
    return { ...facts, deps: facts.deps.map(resolve), inputs: facts.inputs.map(resolve), reason };
  });
}
