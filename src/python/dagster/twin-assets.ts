import { argumentValue } from "../evaluate/arguments.ts";
import { isEqual } from "../evaluate/compare.ts";
import type { Machine } from "../evaluate/machine.ts";
import { none, stringOf } from "../evaluate/value.ts";
import type { AssetFacts } from "./asset-facts.ts";
import { keyText, shownKey } from "./asset-keys.ts";
import type { DagsterValue } from "./dagster-values.ts";
import type { Refusal } from "./refusals.ts";

/** Keys that two assets have. */
export function twinAssets(assets: readonly AssetFacts[], machine: Machine): readonly Refusal[] {
  const byKey = Map.groupBy(assets, ({ key }) => keyText(key));
  return [...byKey.values()].flatMap(([first, ...others]) => {
    const second = others.find(
      ({ definition }) => first !== undefined && areTwins(first.definition, definition, machine),
    );
    if (second === undefined) return [];
    const message = `The asset key \`${shownKey(second.key)}\` is defined twice`;
    return [{ about: "asset" as const, message, value: second.definition }];
  });
}

/** As `build_caching_repository_data_from_list` has it: an `AssetSpec` may stand twice that says the same, a `SourceAsset` after another. */
function areTwins(one: DagsterValue, other: DagsterValue, machine: Machine): boolean {
  if (one === other) return false;
  if (other.symbol === "SourceAsset") return one.symbol === "AssetSpec";
  return one.symbol !== "AssetSpec" || other.symbol !== "AssetSpec" || saysOther(one, other, machine);
}

/** Whether one surely says something that the other does not. */
function saysOther(one: DagsterValue, other: DagsterValue, machine: Machine): boolean {
  const names = new Set([...one.arguments, ...other.arguments].flatMap(({ name }) => name ?? []));
  return [...names].some((name) => {
    const mine = argumentValue(one.arguments, name) ?? none;
    const its = argumentValue(other.arguments, name) ?? none;
    const areKnown = [mine, its].every((value) => value.kind === "constant" && stringOf(value) !== "default");
    return areKnown && isEqual(mine, its, machine) === false;
  });
}
