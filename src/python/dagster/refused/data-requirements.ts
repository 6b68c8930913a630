import { argumentValue, hasUnknownArguments } from "../../evaluate/arguments.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { readNamed } from "../inputs.ts";
import { joinRequirements, noRequirements, type Requirements, shownDefinition, unclearly } from "./requirement.ts";

/** The key of the IO manager that Dagster itself brings. */
export const defaultManager = "io_manager";

/** By position in `In(…)`, `Out(…)` and their like. */
const places: Readonly<Record<string, readonly [name: string, at: number]>> = {
  __proto__: null as never,
  In: ["input_manager_key", 6],
  AssetIn: ["input_manager_key", 3],
  Out: ["io_manager_key", 3],
  DynamicOut: ["io_manager_key", 3],
  AssetOut: ["io_manager_key", 5],
};

/** What stores the outputs of an op or asset and loads its inputs. */
export function dataRequirements(value: DagsterValue): Requirements {
  const of = shownDefinition(value);
  const given = argumentValue(value.arguments, value.symbol === "op" ? "out" : "outs");
  const outs = given?.kind === "dagster" ? ofSlot(given, of) : ofSlots(given, of);
  const own = joinRequirements([outs, managerOf(value)]);
  const isDefault = own.all.length === 0 && own.unclear === null && !hasOwnManager(value);
  return joinRequirements([
    own,
    isDefault ? { all: [{ key: defaultManager, isManager: true, of }], unclear: null } : noRequirements,
    ofSlots(argumentValue(value.arguments, "ins"), of),
    ofType(value, of),
  ]);
}

/** The IO manager of an asset, as `io_manager_key` names it. */
export function managerOf(value: DagsterValue): Requirements {
  if (hasOwnManager(value)) return noRequirements;
  const at = value.symbol === "SourceAsset" ? 2 : -1;
  return ofKey(argumentValue(value.arguments, "io_manager_key", at), shownDefinition(value));
}

function hasOwnManager({ arguments: given }: DagsterValue): boolean {
  const own = argumentValue(given, "io_manager_def", 3);
  return own !== undefined && !isNone(own);
}

function ofKey(given: Value | undefined, of: string): Requirements {
  if (given === undefined || isNone(given)) return noRequirements;
  const key = stringOf(given);
  if (key === null) return unclearly(`the IO manager of ${of} is not constant`);
  return { all: [{ key, isManager: true, of }], unclear: null };
}

/** Of a dictionary of inputs or outputs. */
function ofSlots(given: Value | undefined, of: string): Requirements {
  const named = readNamed(given);
  if (named === null) return unclearly(`the inputs or outputs of ${of} are not all constant`);
  return joinRequirements([...named.values()].map((one) => ofSlot(one, of)));
}

function ofSlot(slot: Value, of: string): Requirements {
  if (slot.kind === "unknown") return unclearly(`the inputs or outputs of ${of} are not all constant`);
  const place = slot.kind === "dagster" ? places[slot.symbol] : undefined;
  if (slot.kind !== "dagster" || place === undefined) return noRequirements;
  if (hasUnknownArguments(slot.arguments)) return unclearly(`arguments are passed on to ${of} that are not known`);
  return joinRequirements([ofKey(argumentValue(slot.arguments, ...place), of), ofType(slot, of)]);
}

/** A type of one's own may need resources, or a loader that does. */
function ofType({ symbol, arguments: given }: DagsterValue, of: string): Requirements {
  const type = argumentValue(given, "dagster_type", /^(In|Out|DynamicOut)$/.test(symbol) ? 0 : -1);
  const isOwn = type?.kind === "dagster" && /^(DagsterType|PythonObjectDagsterType)$/.test(type.symbol);
  return isOwn ? unclearly(`what a type of ${of} needs is not known`) : noRequirements;
}
