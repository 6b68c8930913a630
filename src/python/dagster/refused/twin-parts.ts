import { iterate } from "../../evaluate/iterate.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { keyOf, keyText, shownKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { keyOfOut, readNamed } from "../inputs.ts";
import { type Flaw, givenAs, perhaps, surely } from "./flaw.ts";
import { saysOther } from "./twin-assets.ts";

/** What one definition gives under one key twice: specs may say the same twice, outputs may not. */
export function twinParts(made: DagsterValue, machine: Machine): readonly Flaw[] {
  if (/^(AssetsDefinition|multi_asset|multi_observable_source_asset)$/.test(made.symbol))
    return [...twinSpecs(givenAs("specs", made), machine), ...twinOuts(made)];
  return made.symbol === "graph_multi_asset" ? twinOuts(made) : [];
}

function twinSpecs(given: Value | undefined, machine: Machine): readonly Flaw[] {
  // What a generator yields can be looked at once.
  const specs = given === undefined || given.kind === "generator" ? [] : (iterate(given, machine) ?? []);
  const known = specs.flatMap((spec) => {
    const key = spec.kind === "dagster" ? keyOf(spec) : null;
    return spec.kind === "dagster" && key !== null ? [{ spec, key }] : [];
  });
  return [...Map.groupBy(known, ({ key }) => keyText(key)).values()].flatMap(([first, ...others]): readonly Flaw[] => {
    if (first === undefined || others.length === 0) return [];
    const areSpecs = [first, ...others].every(({ spec }) => spec.symbol === "AssetSpec");
    const answers = others.map(({ spec }) => (areSpecs ? saysOther(first.spec, spec, machine) : null));
    if (answers.includes(true)) return surely(`Two specs of the asset \`${shownKey(first.key)}\` say different things`);
    return answers.includes(null) ? perhaps(`two specs of the asset \`${shownKey(first.key)}\``) : [];
  });
}

function twinOuts(made: DagsterValue): readonly Flaw[] {
  const outs = readNamed(givenAs("outs", made)) ?? new Map<string, Value>();
  const keys = [...outs].flatMap(([name, out]) => {
    const key = keyOfOut(name, out);
    return key === null ? [] : [key];
  });
  const [twice] = [...Map.groupBy(keys, keyText).values()].find((same) => same.length > 1) ?? [];
  return twice === undefined ? [] : surely(`Two outputs are the asset \`${shownKey(twice)}\``);
}
