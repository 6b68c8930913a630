import { argumentValue, hasUnknownArguments } from "../../evaluate/arguments.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { stringOf } from "../../evaluate/value-contents.ts";
import type { AssetFacts } from "../asset-facts.ts";
import { keyText, shownKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { areEqual } from "../equal-values.ts";
import type { Problem } from "./refusals.ts";

/** Keys that two assets have. Of loose ones that a module has, no two may, as `_do_collision_detection` in object_list.py has it. */
export function twinAssets(assets: readonly AssetFacts[], machine: Machine, areLoose: boolean): readonly Problem[] {
  const byKey = Map.groupBy(assets, ({ key }) => keyText(key));
  return [...byKey.values()].flatMap(([first, ...others]): readonly Problem[] => {
    const answers = others.map((other) => {
      if (first === undefined) return false;
      return areLoose && first.given !== other.given ? true : areTwins(first, other, machine);
    });
    const second = others[answers.indexOf(true)];
    if (second !== undefined)
      return [
        {
          about: "asset",
          message: `The asset key \`${shownKey(second.key)}\` is defined twice`,
          value: second.definition,
        },
      ];
    if (first === undefined || !answers.includes(null)) return [];
    return [{ unsure: `whether what is said of the asset \`${shownKey(first.key)}\` twice is the same is not known` }];
  });
}

/**
 * As `build_caching_repository_data_from_list` and `_canonicalize_specs_to_assets_defs` have it: a source may come after anything but
 * an `AssetSpec` that stands alone, since these come last; such specs may stand twice if they say the same.
 */
function areTwins(first: AssetFacts, second: AssetFacts, machine: Machine): boolean | null {
  const [one, other] = [first.definition, second.definition];
  const areSpecs = one.symbol === "AssetSpec" && other.symbol === "AssetSpec";
  if (first.given === second.given || (one === other && [first, second].some(({ given }) => given === undefined)))
    return one !== other;
  if (isSource(other)) return one.symbol === "AssetSpec";
  if (one === other && areSpecs) return [first, second].some(({ reason }) => reason !== null) ? null : false;
  return areSpecs ? saysOther(one, other, machine) : true;
}

function isSource({ symbol }: DagsterValue): boolean {
  return symbol === "SourceAsset" || symbol === "observable_source_asset";
}

/** Whether one says something that the other does not. */
export function saysOther(one: DagsterValue, other: DagsterValue, machine: Machine): boolean | null {
  if ([one, other].some((spec) => hasUnknownArguments(spec.arguments))) return null;
  const names = new Set([...one.arguments, ...other.arguments].flatMap(({ name }) => name ?? []));
  const areSame = [...names].map((name) => {
    const [mine, its] = [one, other].map((spec) => argumentValue(spec.arguments, name));
    return ignored.has(name) ? true : areEqual(withoutDefault(mine), withoutDefault(its), machine);
  });
  const isKind = names.has("kinds") && names.has("tags");
  return areSame.includes(false) && !isKind ? true : areSame.every((same) => same === true) ? false : null;
}

/** Nobody skips what is not made here. */
const ignored: ReadonlySet<string> = new Set(["key", "skippable"]);

/** The name of the group of what has none. */
function withoutDefault(value: Value | undefined): Value | undefined {
  return stringOf(value) === "default" ? undefined : value;
}
