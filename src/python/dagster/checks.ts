import { argumentValue } from "../evaluate/arguments.ts";
import { iterate } from "../evaluate/iterate.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import { type AssetKey, isSameKey, keyOf, prefixOf } from "./asset-keys.ts";
import { assetsOf } from "./assets.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { isCheckOnly } from "./forms.ts";
import type { Parts } from "./location-parts.ts";
import { nameOf } from "./names-of-definitions.ts";

export interface CheckFacts {
  readonly asset: AssetKey;
  readonly name: string;
  readonly definition: DagsterValue;
  /** What the code location was given: the definition, or what was loaded of it. */
  readonly given: DagsterValue;
  /** Whether it runs by itself, and not as a part of what makes the asset. */
  readonly isAlone: boolean;
}

interface Found {
  readonly found: readonly CheckFacts[];
  readonly reason: string | null;
}

/** The checks of a code location: those of their own, and those that come with assets. */
export function checksOf(parts: Parts, machine: Machine): Found {
  const given = new Set([...parts.checks, ...parts.assets.map(withPrefix)]);
  const found: CheckFacts[] = [];
  let reason: string | null = null;
  for (const definition of given) {
    const checks = checksIn(definition, machine);
    if (checks === null) reason ??= "the name of a check is not constant";
    else found.push(...checks.map((one) => ({ ...one, given: definition })));
  }
  return { found, reason };
}

/** The definition of assets, or what gives its keys a prefix when it is loaded. */
function withPrefix(value: DagsterValue): DagsterValue {
  return value.base === null || value.symbol === "(loaded)" ? value : withPrefix(value.base);
}

function checksIn(value: DagsterValue, machine: Machine): readonly CheckFacts[] | null {
  if (value.symbol === "(loaded)") return loadedChecks(value, machine);
  if (value.symbol === "asset_check") {
    const [asset, name] = [keyOf(argumentValue(value.arguments, "asset")), nameOf(value)];
    return asset === null || name === null ? null : [{ asset, name, definition: value, given: value, isAlone: true }];
  }
  const specs = argumentValue(value.arguments, value.symbol === "multi_asset_check" ? "specs" : "check_specs");
  if (specs === undefined || isNone(specs)) return value.symbol === "multi_asset_check" ? null : [];
  const items = iterate(specs, machine)?.map((spec) => checkOfSpec(spec, value)) ?? [null];
  return items.every((one) => one !== null) ? items : null;
}

function checkOfSpec(spec: Value, definition: DagsterValue): CheckFacts | null {
  if (spec.kind !== "dagster" || spec.symbol !== "AssetCheckSpec") return null;
  const asset = keyOf(argumentValue(spec.arguments, "asset"));
  const name = stringOf(argumentValue(spec.arguments, "name", 0));
  return asset === null || name === null
    ? null
    : { asset, name, definition, given: definition, isAlone: definition.symbol === "multi_asset_check" };
}

function loadedChecks(value: DagsterValue, machine: Machine): readonly CheckFacts[] | null {
  const found = value.base === null ? null : checksIn(value.base, machine);
  if (found === null || found.length === 0) return found;
  const isOfChecks = value.base !== null && isCheckOnly(value.base);
  const prefix = prefixOf(
    isOfChecks
      ? argumentValue(value.arguments, "asset_key_prefix", 1)
      : argumentValue(value.arguments, "key_prefix", 2),
  );
  if (prefix === null) return null;
  if (isOfChecks) return found.map((one) => ({ ...one, asset: [...prefix, ...one.asset] }));
  if (prefix.length === 0) return found;
  const own = value.base === null ? null : assetsOf(value.base, machine);
  const isRenamed = (key: AssetKey): boolean => own?.some((one) => isSameKey(one.key, key)) ?? false;
  return found.every(({ asset }) => isRenamed(asset))
    ? found.map((one) => ({ ...one, asset: [...prefix, ...one.asset] }))
    : null;
}
