import { argumentValue } from "../../evaluate/arguments.ts";
import { settle } from "../../evaluate/doubt.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { stringOf } from "../../evaluate/value-contents.ts";
import { type AssetFacts, groupOf } from "../asset-facts.ts";
import { keyText, shownKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { type Beside, graphOf, innermost, selectedBy } from "../jobs.ts";
import type { Parts } from "../location-parts.ts";
import type { Targets } from "../location-targets.ts";
import { nameOf } from "../names-of-definitions.ts";
import { assetProblems } from "./asset-problems.ts";
import { builtSchedules } from "./built-schedules.ts";
import { missingResources } from "./missing-resources.ts";
import { isValidName } from "./odd-names.ts";
import { targetProblems } from "./target-problems.ts";
import { twinAssets } from "./twin-assets.ts";
import { twinNodes } from "./twin-nodes.ts";

/** What Dagster does not load. `about` is the part that it stumbles over. */
export interface Refusal {
  readonly about: "definitions" | "asset" | "name" | "cron" | "input" | "selection" | "resource";
  readonly message: string;
  readonly value: DagsterValue;
}

/** What Dagster refuses, or why it may. */
export type Problem = Refusal | { readonly unsure: string };

interface Found {
  readonly parts: Parts;
  readonly assets: readonly AssetFacts[];
  readonly targets: Targets;
  readonly beside: Beside;
}

/** What Dagster itself would refuse to load. */
export function findProblems({ parts, assets, targets, beside }: Found): readonly Problem[] {
  const twins = [...twinAssets(assets, beside.machine, targets.form === "assets"), ...twinsOf(parts.jobs, "job")];
  const told = twins.flatMap((one) => ("unsure" in one ? [] : [innermost(one.value)]));
  return [
    ...refusedAtOnce(beside.machine),
    ...manyDefinitions(targets),
    ...withoutContext(targets),
    ...parts.refused.map((one) => ({ about: "definitions" as const, ...one })),
    ...otherGroups(parts.assets),
    ...twins,
    ...badKeys(assets),
    ...twinNodes(parts.jobs, assets, beside.checks).filter((one) => "unsure" in one || !told.includes(one.value)),
    ...assetProblems(assets, beside.checks),
    ...targetProblems(parts, beside),
    ...missingResources(parts, targets, beside.machine),
    ...twinsOf([...parts.schedules, ...parts.sensors], "schedule or sensor"),
    ...givenConfigs(parts.jobs),
    ...badNames([...parts.jobs, ...parts.schedules, ...parts.sensors]),
    ...builtSchedules(parts.schedules, beside),
    ...(beside.isComplete ? [...missingInputs(assets, beside), ...missingSelected(parts.jobs, beside)] : []),
  ];
}

/** What keeps the module from being imported: of one call the first that Python comes to. */
export function refusedAtOnce({ dagster }: Machine): readonly Problem[] {
  const byCall = Map.groupBy(dagster.refusals, ({ value }) => `${value.path} ${value.place.start}`);
  return [...byCall.values()]
    .flatMap((same) => same.slice(0, 1))
    .map(({ message, value }) =>
      settle(value.born) === null ? { about: "definitions", message, value } : { unsure: message },
    );
}

function manyDefinitions({ form, names, values }: Targets): readonly Refusal[] {
  const [value] = values.slice(-1);
  if (form === "assets" || form === "repository" || names.length < 2 || value === undefined) return [];
  const what = form === "definitions" ? "`Definitions` object" : form;
  const message = `More than one ${what} is bound to a name of the module: ${names.slice(0, 5).join(", ")}`;
  return [{ about: "definitions", message, value }];
}

/** Only a folder of definitions has a context to give. */
function withoutContext({ values }: Targets): readonly Refusal[] {
  return values
    .filter(({ symbol, callee }) => symbol === "definitions" && callee !== null && callee.parameters.length > 0)
    .map((value) => {
      const message = `The function \`${value.callee?.name}\` takes a context, which Dagster does not give the definitions of a code location`;
      return { about: "definitions" as const, message, value };
    });
}

/** A group that is given when assets are loaded takes the place of none but the default one. */
function otherGroups(values: readonly DagsterValue[]): readonly Refusal[] {
  return values.flatMap((value) => {
    const base = value.symbol === "(loaded)" ? value.base : null;
    if (base === null || base.symbol === "SourceAsset") return [];
    const [given, own] = [stringOf(argumentValue(value.arguments, "group_name", 1)), groupIn(base)];
    if (given === null || own === null || own === "default" || own === given) return [];
    const message = `An asset of the group \`${own.slice(0, 100)}\` is loaded into the group \`${given.slice(0, 100)}\``;
    return [{ about: "asset" as const, message, value }];
  });
}

function groupIn(value: DagsterValue): string | null {
  return value.symbol === "asset" ? groupOf(argumentValue(value.arguments, "group_name")) : null;
}

/** As `check_valid_name` in dagster/_core/definitions/utils.py; of an asset the name of its op. */
function badKeys(assets: readonly AssetFacts[]): readonly Refusal[] {
  return assets.flatMap(({ key, definition, kind }) => {
    if (kind === "external" || key.every((part) => /^[\w.-]+$/.test(part))) return [];
    const message = `The asset key \`${shownKey(key)}\` has characters that Dagster does not take`;
    return [{ about: "name" as const, message, value: definition }];
  });
}

function badNames(values: readonly DagsterValue[]): readonly Refusal[] {
  return values.flatMap((value) => {
    const name = nameOf(value);
    if (name === null || isValidName(name)) return [];
    const message = `\`${name.slice(0, 100)}\` is no name that Dagster takes: letters, digits and underscores, and no reserved word`;
    return [{ about: "name" as const, message, value }];
  });
}

/** A config that a job brings is held against its ops when it is loaded. */
function givenConfigs(jobs: readonly DagsterValue[]): readonly Problem[] {
  return jobs.flatMap((job) => {
    const inner = innermost(job);
    const all = [inner, graphOf(inner)].map((one) => (one === null ? undefined : givenConfig(one)));
    const isOpen = all.some(
      (one) =>
        (one?.kind === "dict" && one.entries.size > 0) || (one?.kind === "dagster" && one.symbol === "RunConfig"),
    );
    return isOpen
      ? [{ unsure: `whether the config that the job \`${nameOf(job)}\` brings fits its ops is not known` }]
      : [];
  });
}

function givenConfig({ symbol, arguments: given }: DagsterValue): Value | undefined {
  return argumentValue(given, "config", symbol === "define_asset_job" ? 2 : -1);
}

function twinsOf(values: readonly DagsterValue[], what: string): readonly Refusal[] {
  const byName = Map.groupBy(values, (value) => nameOf(value));
  return [...byName].flatMap(([name, [, second]]) => {
    if (name === null || second === undefined) return [];
    return [
      { about: "name" as const, message: `The name \`${name}\` is given to more than one ${what}`, value: second },
    ];
  });
}

function missingInputs(assets: readonly AssetFacts[], { among }: Beside): readonly Refusal[] {
  return assets.flatMap(({ key, inputs, reason, definition }) => {
    const missing = inputs.find((input) => !among.has(keyText(input)));
    if (missing === undefined || reason !== null) return [];
    const message = `The asset \`${shownKey(key)}\` takes the asset \`${shownKey(missing)}\`, which the code location does not have`;
    return [{ about: "input" as const, message, value: definition }];
  });
}

function missingSelected(jobs: readonly DagsterValue[], beside: Beside): readonly Refusal[] {
  return jobs.flatMap((job) => {
    const inner = innermost(job);
    const picked = inner.symbol === "define_asset_job" ? selectedBy(inner, beside) : null;
    const missing = [...(picked ?? [])].find((text) => !beside.among.has(text));
    if (missing === undefined) return [];
    const message = `The job \`${nameOf(job)}\` selects the asset \`${shownKey(JSON.parse(missing))}\`, which the code location does not have`;
    return [{ about: "selection" as const, message, value: job }];
  });
}
