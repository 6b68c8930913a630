import { none, ofDict, ofList, ofString, unknown } from "../evaluate/make-values.ts";
import type { NativeCall, Value } from "../evaluate/value.ts";
import { type Fields, isFields, isTemplate } from "./component-shapes.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { argumentsNamed, assetKeyOf, makeDagster } from "./make-dagster.ts";

/** What a component that runs a script, a function or SQL gives, as `ExecutableComponent` of Dagster makes it; `null` where that is not known. */
export function scriptDefinitions(type: string, attributes: Fields, call: NativeCall): DagsterValue | null {
  const [assets, checks] = [listOf(attributes.assets), listOf(attributes.checks)];
  if (assets === null || checks === null || assets.length + checks.length === 0) return null;
  const specs = assets.map((one) => specOf(one, call));
  const ofChecks = checks.map((one) => checkOf(one, call));
  if (!specs.every((one) => one !== null) || !ofChecks.every((one) => one !== null)) return null;
  const { frame } = call.machine;
  const isScript = type === "PythonScriptComponent" || type === "UvRunComponent";
  const common = {
    name: nameOf(attributes.execution, isScript),
    "(component)": none,
    ...(isScript ? { "(script)": none } : {}),
  };
  const [name, given] =
    specs.length === 0
      ? (["multi_asset_check", { specs: ofList(ofChecks, frame) }] as const)
      : (["multi_asset", { specs: ofList(specs, frame), check_specs: ofList(ofChecks, frame) }] as const);
  const made = makeDagster(name, { ...call, arguments: argumentsNamed({ ...common, ...given }, call) });
  const part = specs.length === 0 ? "asset_checks" : "assets";
  const parts = argumentsNamed({ [part]: ofList([made], frame) }, call);
  return makeDagster("Definitions", { ...call, arguments: parts });
}

function listOf(value: unknown): readonly Fields[] | null {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(isFields) ? value : null;
}

/** A script's op has the name of its file, where it has no other. */
function nameOf(execution: unknown, isScript: boolean): Value {
  const { name, path }: Fields = isFields(execution) ? execution : {};
  if (typeof name === "string") return textOf(name);
  const stem = typeof path === "string" && isScript ? /([^/]+?)(\.[^./]*)?$/.exec(path)?.[1] : undefined;
  return stem === undefined ? unknown("execution") : textOf(stem);
}

function textOf(value: unknown): Value {
  if (value === undefined || value === null) return none;
  return typeof value === "string" && !isTemplate(value) ? ofString(value) : unknown(String(value));
}

function keyIn(value: unknown, call: NativeCall): DagsterValue | null {
  return typeof value === "string" && !isTemplate(value) ? assetKeyOf(value, call) : null;
}

function specOf(fields: Fields, call: NativeCall): DagsterValue | null {
  const key = keyIn(fields.key, call);
  if (key === null) return null;
  const given = {
    key,
    deps: keysOf(fields.deps, call),
    group_name: textOf(fields.group_name),
    tags: tagsOf(fields.tags, call),
    ...(fields.partitions_def == null ? {} : { partitions_def: unknown("partitions_def") }),
    ...(fields.automation_condition == null ? {} : { automation_condition: unknown("automation_condition") }),
  };
  return makeDagster("AssetSpec", { ...call, arguments: argumentsNamed(given, call) });
}

function keysOf(value: unknown, call: NativeCall): Value {
  if (value === undefined || value === null) return none;
  if (!Array.isArray(value)) return unknown("deps");
  return ofList(
    value.map((one) => keyIn(one, call) ?? unknown(String(one))),
    call.machine.frame,
  );
}

function tagsOf(value: unknown, call: NativeCall): Value {
  if (value === undefined || value === null) return none;
  if (typeof value !== "object" || Array.isArray(value)) return unknown("tags");
  const entries = Object.entries(value).map(([name, tag]) => {
    const entry = { key: textOf(name), value: textOf(tag) };
    return [`str:${name}`, entry] as const;
  });
  return entries.every(([, entry]) => entry.key.kind === "constant" && entry.value.kind === "constant")
    ? ofDict(entries, call.machine.frame)
    : unknown("tags");
}

function checkOf(fields: Fields, call: NativeCall): DagsterValue | null {
  const asset = keyIn(fields.asset, call);
  const name = textOf(fields.name);
  if (asset === null || name.kind !== "constant") return null;
  return makeDagster("AssetCheckSpec", { ...call, arguments: argumentsNamed({ asset, name }, call) });
}
