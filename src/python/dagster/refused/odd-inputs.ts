import { quoteName } from "../../../formats/did-you-mean.ts";
import { iterate } from "../../evaluate/iterate.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { isKey, keyText, shownKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { depsOf, inputsOf, keyOfOut, readNamed } from "../inputs.ts";
import { type Flaw, givenAs, perhaps, surely } from "./flaw.ts";

/** Inputs and outputs of functions that do not go with what their decorator says of them. */
export function oddInputs(made: DagsterValue, machine: Machine): readonly Flaw[] {
  if (made.symbol === "multi_asset") return [...beyondSpecs(made, machine), ...ofInner(made, machine)];
  if (made.symbol === "asset_check") return ofCheck(made, machine);
  return made.symbol === "op" ? ofOutputs(made) : [];
}

/** As `validate_named_ins_subset_of_deps` has it: what a function takes is a dependency of one of the specs. */
function beyondSpecs(made: DagsterValue, machine: Machine): readonly Flaw[] {
  const specs = givenAs("specs", made);
  const items = specs === undefined ? null : iterate(specs, machine);
  const { byName, reason } = inputsOf(made, machine, false);
  if (specs === undefined || byName.size === 0) return [];
  const deps = items?.map((one) =>
    one.kind === "dagster" && one.symbol === "AssetSpec" ? depsOf(givenAs("deps", one), machine) : null,
  );
  const isKnown = deps?.every((one) => one !== null && one.reason === null) === true;
  if (!isKnown || reason !== null) return perhaps(`the inputs of ${quoteName(made.text)}`);
  const known = new Set(deps?.flatMap((one) => one?.keys.map(keyText) ?? []));
  const odd = [...byName.values()].find((key) => !known.has(keyText(key)));
  return odd === undefined
    ? []
    : surely(
        `The function ${quoteName(made.text)} takes the asset ${quoteName(shownKey(odd))}, which none of its specs depends on`,
      );
}

/** As `from_asset_outs_in_asset_centric_decorator` has it: `internal_asset_deps` say of outputs what they depend on, each input among it. */
function ofInner(made: DagsterValue, machine: Machine): readonly Flaw[] {
  const given = givenAs("internal_asset_deps", made);
  const [inner, outs] = [readNamed(given), readNamed(givenAs("outs", made))];
  const unsure = perhaps("`internal_asset_deps`");
  if (inner === null || outs === null) return unsure;
  if (inner.size === 0) return [];
  const beyond = [...inner.keys()].find((name) => !outs.has(name));
  if (beyond !== undefined)
    return outs.size === 0
      ? unsure
      : surely(`\`internal_asset_deps\` say something of ${quoteName(beyond)}, which is no output`);
  const { byName, others, reason } = inputsOf(made, machine, false);
  const own = [...outs].map(([name, out]) => keyOfOut(name, out));
  const all = [...inner.values()].map((one) => (isSetOfKeys(one) ? depsOf(one, machine) : null));
  if (reason !== null || own.includes(null) || all.some((one) => one === null || one.reason !== null)) return unsure;
  const takes = [...byName.values(), ...others];
  const known = new Set([...takes, ...own].map((key) => keyText(key ?? [])));
  const told = all.flatMap((one) => one?.keys ?? []);
  const odd = told.find((key) => !known.has(keyText(key)));
  if (odd !== undefined)
    return surely(`\`internal_asset_deps\` name ${quoteName(shownKey(odd))}, which is neither an input nor an output`);
  const toldTexts = new Set(told.map(keyText));
  const left = takes.find((key) => !toldTexts.has(keyText(key)));
  return left === undefined ? [] : surely(`\`internal_asset_deps\` leave out the input ${quoteName(shownKey(left))}`);
}

function isSetOfKeys(value: Value): boolean {
  return value.kind === "set" && [...value.items.values()].every((one) => one.kind === "dagster" && isKey(one));
}

/** A check takes the asset that it is of, and what `additional_ins` names. */
function ofCheck(made: DagsterValue, machine: Machine): readonly Flaw[] {
  const more = readNamed(givenAs("additional_ins", made));
  const { byName } = inputsOf(made, machine, false);
  if (more === null) return perhaps(`the inputs of ${quoteName(made.text)}`);
  const others = [...byName.keys()].filter((name) => !more.has(name));
  return others.length > 1
    ? surely(`The check ${quoteName(made.text)} takes more assets than its own and those in \`additional_ins\``)
    : [];
}

/** What is returned for several outputs is annotated as a tuple, if at all. */
function ofOutputs(made: DagsterValue): readonly Flaw[] {
  const out = givenAs("out", made);
  const definition = made.callee?.definition;
  const isMany = out?.kind === "dict" && out.entries.size > 1;
  return isMany && definition?.kind === "function" && definition.returns !== null
    ? perhaps(`the return annotation of ${quoteName(made.text)}, which has several outputs`)
    : [];
}
