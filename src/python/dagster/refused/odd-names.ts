import { quoteName } from "../../../formats/did-you-mean.ts";
import { iterate } from "../../evaluate/iterate.ts";
import type { Machine } from "../../evaluate/machine.ts";
import type { Value } from "../../evaluate/value.ts";
import { stringOf } from "../../evaluate/value-contents.ts";
import { isResource } from "../annotations.ts";
import { keyOf } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { contextNames, depsOf } from "../inputs.ts";
import { identifierOf, nameOf, opNameOf } from "../names-of-definitions.ts";
import { type Flaw, givenAs, surely } from "./flaw.ts";

const reserved: ReadonlySet<string> = new Set(
  `context conf config meta arg_dict dict input_arg_dict output_arg_dict int str float bool input output type
   False None True and as assert async await break class continue def del elif else except finally for from global if import in is
   lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

/** As `check_valid_name` in dagster/_core/definitions/utils.py. */
export function isValidName(name: string): boolean {
  return /^\w+$/.test(name) && !reserved.has(name);
}

/** Names of ops, graphs, inputs and outputs that Dagster does not take, as soon as they are made. */
export function oddNames(made: DagsterValue, machine: Machine): readonly Flaw[] {
  const name = namesOf(made, machine).find((one) => one !== null && !isValidName(one));
  return name == null
    ? []
    : surely(
        `${quoteName(name)} is no name that Dagster takes for an op, an input or an output: letters, digits and underscores, and no reserved word`,
      );
}

function namesOf(made: DagsterValue, machine: Machine): readonly (string | null)[] {
  switch (made.symbol) {
    case "op":
      return [nameOf(made), ...keysIn(givenAs("ins", made)), ...keysIn(givenAs("out", made)), ...inputs(made, machine)];
    case "graph":
      return [nameOf(made), ...keysIn(givenAs("out", made)), ...inputs(made, machine)];
    case "asset":
    case "graph_asset":
    case "observable_source_asset":
      return [
        plainOrNull(opNameOf(made)),
        ...specNames(made, machine),
        ...inputs(made, machine),
        ...(made.symbol === "asset" ? depNames([made], machine) : []),
      ];
    case "multi_asset":
    case "graph_multi_asset":
    case "multi_observable_source_asset":
    case "multi_asset_check":
      return [
        nameOf(made),
        ...keysIn(givenAs("outs", made)),
        ...specNames(made, machine),
        ...inputs(made, machine),
        ...(made.symbol === "multi_asset" ? depNames([made, ...specsIn(made, machine)], machine) : []),
      ];
    case "asset_check":
      return [checkName(nameOf(made)), ...inputs(made, machine)];
    case ".alias":
      return [stringOf(made.arguments[0]?.value)];
    default:
      return [];
  }
}

/** What other characters a key has is told where the whole location is looked at. */
function plainOrNull(name: string | null): string | null {
  return name !== null && /^\w+$/.test(name) ? name : null;
}

function keysIn(given: Value | undefined): readonly (string | null)[] {
  return given?.kind === "dict" ? [...given.entries.values()].map(({ key }) => stringOf(key)) : [];
}

/** What the function takes but a context, a config and resources, of which a graph takes none. */
function inputs({ callee, symbol }: DagsterValue, machine: Machine): readonly string[] {
  const [first] = callee?.parameters ?? [];
  const isGraph = symbol.startsWith("graph");
  const hasContext = !isGraph && first !== undefined && contextNames.has(first.name);
  const all = hasContext ? callee?.parameters.slice(1) : callee?.parameters;
  return (all ?? []).flatMap(({ name, form, annotation }) => {
    const isInput = form !== "*" && form !== "**" && (isGraph || name !== "config");
    if (isGraph) return isInput ? [name] : [];
    return isInput && callee !== null && isResource(annotation, callee.scope, machine) === false ? [name] : [];
  });
}

/** An output is named like its asset. */
function specNames(made: DagsterValue, machine: Machine): readonly (string | null)[] {
  return specsIn(made, machine).map((one) => {
    if (one.symbol === "AssetCheckSpec") return checkName(nameOf(one));
    const key = keyOf(one);
    return key === null ? null : plainOrNull(identifierOf(key));
  });
}

function specsIn(made: DagsterValue, machine: Machine): readonly DagsterValue[] {
  const given = ["specs", "check_specs"].flatMap((name) => givenAs(name, made) ?? []);
  return given.flatMap((specs) => iterate(specs, machine) ?? []).filter((one) => one.kind === "dagster");
}

/** The input that stands for one of `deps` has the name of its key, as `stringify_asset_key_to_input_name` makes it. */
function depNames(all: readonly DagsterValue[], machine: Machine): readonly string[] {
  const own = new Set(all.flatMap((one) => keyOf(one)?.join("_") ?? []));
  const keys = all.flatMap((one) => depsOf(givenAs("deps", one), machine).keys.map((key) => key.join("_")));
  return keys.filter((key) => !own.has(key)).map((key) => key.replaceAll(/[-.]/g, "_"));
}

/** The op of a check has the name of the asset before that of the check. */
function checkName(name: string | null): string | null {
  return name === null ? null : `_${name.replaceAll(".", "_")}`;
}
