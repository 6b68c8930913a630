import { argumentValue, hasUnknownArguments } from "../evaluate/arguments.ts";
import { truthOf } from "../evaluate/compare.ts";
import { doubtOf } from "../evaluate/doubt.ts";
import { iterate } from "../evaluate/iterate.ts";
import { importModule } from "../evaluate/load-module.ts";
import { doubtAll, type Machine, type ModuleRecord } from "../evaluate/machine.ts";
import { ofList, unknown } from "../evaluate/make-values.ts";
import { isHarmless } from "../evaluate/packages.ts";
import { moduleOf } from "../evaluate/scope.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import { stringOf } from "../evaluate/value-contents.ts";
import { keyText } from "./asset-keys.ts";
import { assetsOf } from "./assets.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf, isCheckOnly, isDefinition } from "./forms.ts";
import { makeDagster } from "./make-dagster.ts";
import { modulesOfPackage } from "./package-modules.ts";

const loaders =
  /^load_(assets|asset_checks|definitions)_from_(modules|module|current_module|package_module|package_name)$/;

/** `load_assets_from_modules` and its like: what the modules bind to names; `null` for anything else. */
export function loadFrom(symbol: string, call: NativeCall): Value | null {
  const [, what, from] = loaders.exec(symbol) ?? [];
  if (what === undefined || hasUnknownArguments(call.arguments)) return null;
  // The frame that Dagster takes for the caller of `load_definitions_from_current_module` is one of its own.
  if (what === "definitions" && from === "current_module") return null;
  const specs = argumentValue(call.arguments, "include_specs");
  const isSpecWanted = specs === undefined ? false : truthOf(specs);
  if (isSpecWanted === null) return unknownOf(call);
  const isAsset = (one: DagsterValue): boolean => isLoadedAsset(one, isSpecWanted);
  const isListed =
    what === "definitions" ? isLoadable : (one: DagsterValue): boolean => isAsset(one) || isCheckOnly(one);
  const modules = modulesOf(call, from);
  const found = modules?.map((module) => listObjects(module, isListed)) ?? [null];
  if (!found.every((one) => one !== null)) return unknownOf(call);
  const objects = [...new Set(found.flat())];
  if (what === "definitions") return objects.some(mayHoldMore) ? unknownOf(call) : definitionsOf(objects, call);
  if (haveTwins(objects, call.machine))
    doubtAll(call.machine, "of the modules that are loaded, two may have an asset of one key");
  const wanted = objects.filter((one) => (what === "assets" ? isAsset(one) : isCheckOnly(one)));
  const originals = ofList(
    objects.filter((one) => isAsset(one) || isCheckOnly(one)),
    call.machine.frame,
  );
  return ofList(
    wanted.map((one) => wrap(one, originals, call)),
    call.machine.frame,
  );
}

/** Whether two have a key in common, which Dagster refuses of most, whatever becomes of what is loaded. */
function haveTwins(objects: readonly DagsterValue[], machine: Machine): boolean {
  const keys = objects.flatMap((one) => {
    const own = isLoadedAsset(one, true) ? (assetsOf(one, machine) ?? []) : [];
    return [...new Set(own.map(({ key }) => keyText(key)))];
  });
  return new Set(keys).size < keys.length;
}

function isLoadedAsset(one: DagsterValue, isSpecWanted: boolean): boolean {
  const form = formOf(one);
  return form === "assets" || form === "source" || (form === "spec" && isSpecWanted);
}

function modulesOf(call: NativeCall, from: string | undefined): readonly ModuleRecord[] | null {
  if (from === "current_module") return [moduleOf(call.scope).record];
  if (from === "package_module" || from === "package_name") return modulesOfPackageIn(call, from);
  const given = argumentValue(call.arguments, from === "module" ? "module" : "modules", 0);
  if (given === undefined) return null;
  const all = from === "module" ? [given] : iterate(given, call.machine);
  const records = all?.map((one) => (one.kind === "module" ? one.record : null)) ?? [null];
  return records.every((one) => one !== null) ? records : null;
}

function modulesOfPackageIn(call: NativeCall, from: "package_module" | "package_name"): readonly ModuleRecord[] | null {
  const given = argumentValue(call.arguments, from, 0);
  const name = stringOf(given);
  const found = name === null ? given : importModule(name, call.machine);
  return found?.kind === "module" ? modulesOfPackage(found.record, call.machine) : null;
}

/** Whether it is of `ALL_LOADABLE_TYPES` in dagster/_core/definitions/module_loaders/object_list.py. */
export function isLoadable(one: DagsterValue): boolean {
  return isLoadedAsset(one, true) || /^(checks|job|schedule|sensor)$/.test(formOf(one) ?? "");
}

/**
 * The objects of a module, by their names in order, with what is in lists of which each item is wanted; `null` where one may be anything.
 * As `find_objects_in_module_of_types` in dagster/_core/definitions/module_loaders/utils.py.
 */
export function listObjects(
  record: ModuleRecord,
  isWanted: (one: DagsterValue) => boolean,
): readonly DagsterValue[] | null {
  if (record.state === "failed" || record.scope.names.has("*")) return null;
  const found: DagsterValue[] = [];
  for (const [, value] of [...record.scope.names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const objects = value.kind === "list" ? itemsOfList(value, isWanted) : value.kind === "dagster" ? [value] : [];
    if (objects === null || mayBeDefinition(value)) return null;
    found.push(...objects);
  }
  return found;
}

function itemsOfList(
  { items, doubts }: Extract<Value, { kind: "list" }>,
  isWanted: (one: DagsterValue) => boolean,
): readonly DagsterValue[] | null {
  if (doubtOf(doubts) !== null) return null;
  const wanted = items.filter((one) => one.kind === "dagster").filter(isWanted);
  if (wanted.length === items.length) return wanted;
  const mayBe = (one: Value): boolean =>
    one.kind === "dagster" ? isWanted(one) || mayHoldMore(one) : mayBeDefinition(one);
  return items.every(mayBe) ? null : [];
}

function mayBeDefinition(value: Value): boolean {
  if (value.kind === "unknown")
    return value.isForeign || value.candidates.some((one) => mayBeDefinition(one) || one.kind === "dagster");
  if (value.kind !== "external") return false;
  const own = value.name.split(".").at(-1) ?? "";
  const isPlain = isHarmless(value.name) || /^(builtins|dagster)\b/.test(value.name) || !value.name.includes(".");
  return !isPlain && !/^_?[A-Z]/.test(own);
}

function wrap(one: DagsterValue, originals: Value, call: NativeCall): DagsterValue {
  const rest = { place: call.place, text: "" };
  return {
    ...one,
    symbol: "(loaded)",
    base: one,
    callee: null,
    arguments: [...call.arguments, { name: "(originals)", value: originals, ...rest }],
  };
}

export function definitionsOf(objects: readonly DagsterValue[], call: NativeCall): DagsterValue {
  const rest = { place: call.place, text: "" };
  const list = (name: string, isWanted: (one: DagsterValue) => boolean) => ({
    name,
    value: ofList(objects.filter(isWanted), call.machine.frame),
    ...rest,
  });
  const kept = call.arguments.filter(({ name }) => name === "resources");
  const lists = [
    list("assets", (one) => ["assets", "source", "spec"].includes(formOf(one) ?? "")),
    list("asset_checks", isCheckOnly),
    list("jobs", (one) => formOf(one) === "job"),
    list("schedules", (one) => formOf(one) === "schedule"),
    list("sensors", (one) => formOf(one) === "sensor"),
  ];
  return makeDagster("Definitions", { ...call, arguments: [...kept, ...lists] });
}

/** Whether something of Dagster may be, or hold, definitions that are not followed. */
export function mayHoldMore(one: DagsterValue): boolean {
  if (formOf(one) !== null || isDefinition(one) || one.symbol === ".key") return false;
  if (one.base !== null) return formOf(one.base) !== null || mayHoldMore(one.base);
  const own = one.symbol.split(".").at(-1) ?? "";
  return /^[a-z]/.test(own) ? !part.test(own) : /(Assets|Checks)Definition$/.test(own);
}

/** What is given to definitions, and is none by itself. */
const part =
  /^(resource|io_manager|logger|executor|config_mapping|(success|failure)_hook|event_list_hook|dagster_type_loader|usable_as_dagster_type|hook|input_manager|(daily|hourly|weekly|monthly|static|dynamic)_partitioned_config|graph|op|template_var|map_\w+)$/;

function unknownOf(call: NativeCall): Value {
  doubtAll(call.machine, `what \`${call.text.slice(0, 60)}\` finds is not known`);
  return unknown(call.text, true);
}
