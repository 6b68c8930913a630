import { argumentValue } from "../../evaluate/arguments.ts";
import { stringOf } from "../../evaluate/value-contents.ts";
import { findCycle } from "../../find-cycle.ts";
import type { AssetFacts } from "../asset-facts.ts";
import { keyText, shownKey } from "../asset-keys.ts";
import type { CheckFacts } from "../checks.ts";
import { textsOf } from "../resource-kinds.ts";
import type { Problem } from "./refusals.ts";

/** What Dagster does not take of assets and their checks, be it one of them or how they hang together. */
export function assetProblems(assets: readonly AssetFacts[], checks: readonly CheckFacts[]): readonly Problem[] {
  return [...assets.flatMap(badAttributes), ...circles(assets), ...twinChecks(checks)];
}

// As `VALID_TAG_KEY_REGEX` in dagster/_utils/tags.py has it.
const tagName = /^([\w.-]{1,63}\/)?[\w.-]{1,63}$/;
const mostKinds = 10;

function badAttributes({ key, group, tags, definition }: AssetFacts): readonly Problem[] {
  const refused = (what: string): readonly Problem[] => [
    { about: "asset", message: `The asset \`${shownKey(key)}\` has ${what}`, value: definition },
  ];
  if (group !== null && !/^\w+(\/\w+)*$/.test(group))
    return refused(`the group \`${group.slice(0, 100)}\`: letters, digits and underscores make a group`);
  const names = tags?.kind === "dict" ? [...tags.entries.values()].map((entry) => stringOf(entry.key)) : [];
  const name = names.find((one) => one !== null && !tagName.test(one));
  if (name !== undefined) return refused(`the tag \`${String(name).slice(0, 100)}\`, which is no name of a tag`);
  const owner = textsOf(argumentValue(definition.arguments, "owners"))?.find((one) => !isOwner(one));
  if (owner !== undefined)
    return refused(`the owner \`${owner.slice(0, 100)}\`, which is neither an e-mail address nor \`team:…\``);
  const kinds = textsOf(argumentValue(definition.arguments, "kinds"));
  return new Set(kinds).size > mostKinds ? refused(`more than ${mostKinds} kinds`) : [];
}

/** As `is_valid_owner` in dagster/_core/definitions/utils.py. */
function isOwner(text: string): boolean {
  return /^team:./s.test(text) || /^\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,7}\b$/.test(text);
}

/** An asset may depend on itself only by its partitions, and how is not followed. */
function circles(assets: readonly AssetFacts[]): readonly Problem[] {
  const byKey = new Map(assets.map((facts) => [keyText(facts.key), facts]));
  const circle = findCycle({
    tasks: [...byKey].map(([taskId, { deps }]) => ({
      taskId,
      downstream: deps.map(keyText).filter((dep) => dep !== taskId),
    })),
  });
  const among = (circle ?? []).flatMap((text) => byKey.get(text) ?? []);
  const selfish = [...byKey].flatMap(([text, facts]) => (facts.deps.map(keyText).includes(text) ? [facts] : []));
  const [facts] = among;
  return [
    ...selfish.map((one): Problem => {
      const unsure = `whether the partitions of \`${shownKey(one.key)}\`, which depends on itself, are apart is not known`;
      if (one.partitions !== "none") return { unsure };
      return { about: "asset", message: `The asset \`${shownKey(one.key)}\` depends on itself`, value: one.definition };
    }),
    ...(facts === undefined
      ? []
      : [
          {
            about: "asset" as const,
            message: `Assets depend on each other in a circle: ${among
              .map(({ key }) => shownKey(key))
              .slice(0, 6)
              .join(", ")}`,
            value: facts.definition,
          },
        ]),
  ];
}

function twinChecks(checks: readonly CheckFacts[]): readonly Problem[] {
  const byName = Map.groupBy(checks, ({ asset, name }) => JSON.stringify([...asset, name]));
  return [...byName.values()].flatMap(([first, ...others]): readonly Problem[] => {
    // What a `@multi_asset_check` says twice is taken once.
    const second = others.find((one) => one.given !== first?.given || one.definition.symbol !== "multi_asset_check");
    if (second === undefined) return [];
    const message = `The check \`${second.name.slice(0, 100)}\` of the asset \`${shownKey(second.asset)}\` is defined twice`;
    return [{ about: "name", message, value: second.definition }];
  });
}
