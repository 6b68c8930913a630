import { argumentValue } from "../../evaluate/arguments.ts";
import { iterate } from "../../evaluate/iterate.ts";
import { doubtAll, type Machine } from "../../evaluate/machine.ts";
import type { GivenArgument, Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import { isResource, isTextual, valueOfAnnotation } from "../annotations.ts";
import { isSameKey, keyOf } from "../asset-keys.ts";
import { configClassOf } from "../config-fields.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { readNamed } from "../inputs.ts";
import { textsOf } from "../resource-kinds.ts";
import { noteRefusal } from "./note-refusal.ts";
import { oddAnnotations } from "./odd-annotations.ts";
import { oddConfigs } from "./odd-configs.ts";
import { oddInputs } from "./odd-inputs.ts";
import { oddNames } from "./odd-names.ts";
import { oddPartitions } from "./odd-partitions.ts";
import { oddSchemas } from "./odd-schemas.ts";
import { oddTargets } from "./odd-targets.ts";
import { oddTimes } from "./odd-times.ts";
import { oddValues } from "./odd-values.ts";
import { twinParts } from "./twin-parts.ts";

/** What Dagster refuses as soon as a definition is made, so that the module cannot be imported. */
export function noteOddDefinition(made: DagsterValue, machine: Machine): void {
  const reason = clashIn(made) ?? oddFunction(made, machine) ?? oddParts(made, machine) ?? oddTags(made);
  if (reason !== null) doubtAll(machine, `Dagster does not take \`${made.text.slice(0, 60)}\`: ${reason}`);
  for (const { said, isSure } of [
    ...oddTimes(made),
    ...oddTargets(made),
    ...oddPartitions(made),
    ...oddAnnotations(made, machine),
    ...oddConfigs(made, machine),
    ...oddInputs(made, machine),
    ...oddNames(made, machine),
    ...oddSchemas(made, machine),
    ...oddValues(made),
    ...twinParts(made, machine),
  ])
    if (isSure) noteRefusal(said, made, { machine });
    else doubtAll(machine, said);
}

function has({ arguments: given }: { readonly arguments: readonly GivenArgument[] }, name: string): boolean {
  const value = argumentValue(given, name);
  return value !== undefined && !isNone(value);
}

/** Arguments that exclude each other, or of which one must be there. */
function clashIn(made: DagsterValue): string | null {
  const isGiven = (name: string): boolean => has(made, name);
  const isOpen = made.arguments.some(({ name }) => name === "**");
  switch (made.symbol) {
    case "asset":
    case "graph_asset":
    case "observable_source_asset":
      if (isGiven("key") && (isGiven("name") || isGiven("key_prefix"))) return "it has a key and a name";
      return isGiven("io_manager_key") && isGiven("io_manager_def") ? "it has two IO managers" : null;
    case "schedule":
    case "ScheduleDefinition":
      return isOpen || ["job", "job_name", "target"].some(isGiven) ? null : "it starts nothing";
    case "sensor":
      return ["job", "jobs", "job_name", "target", "asset_selection"].filter(isGiven).length > 1
        ? "it starts several things"
        : null;
    default:
      return null;
  }
}

/** Resources that are asked for in two ways, and inputs that the function does not take. */
function oddFunction(made: DagsterValue, machine: Machine): string | null {
  const { callee, arguments: given } = made;
  if (callee === null) return null;
  const { parameters, scope } = callee;
  if (/^(op|asset|multi_asset|asset_check)$/.test(made.symbol) && parameters.some(({ form }) => form === "*"))
    return "its function takes any number of inputs";
  const keys = textsOf(argumentValue(given, "required_resource_keys")) ?? [];
  if (keys.length > 0 && parameters.some(({ annotation }) => isResource(annotation, scope, machine) === true))
    return "it asks for resources by their names and as parameters";
  const config = parameters.find(({ name }) => name === "config");
  if (config !== undefined && has(made, "config_schema")) return "it has a config twice";
  const isLate = config?.annotation != null && isTextual(config.annotation, scope);
  if (isLate && configClassOf(valueOfAnnotation(config.annotation, scope, machine)) !== null)
    return "the class of its config is text when it is looked at";
  if (config?.annotation === null && /^(op|asset|multi_asset)$/.test(made.symbol))
    return "the type of its config is not said";
  if (made.symbol !== "asset" || parameters.some(({ form }) => form === "**")) return null;
  const names = parameters.map(({ name }) => name);
  const ins = [...(readNamed(argumentValue(given, "ins")) ?? new Map<string, Value>()).entries()];
  const isNothing = (value: Value): boolean =>
    value.kind === "dagster" && argumentValue(value.arguments, "dagster_type", 5) !== undefined;
  const odd = ins.find(([name, value]) => !names.includes(name) && !isNothing(value));
  return odd === undefined ? null : `its function does not take \`${odd[0].slice(0, 60)}\``;
}

/** Groups that are said twice, and checks of other assets. */
function oddParts(made: DagsterValue, machine: Machine): string | null {
  const list = (name: string): readonly Value[] => {
    const given = argumentValue(made.arguments, name);
    return given === undefined
      ? []
      : given.kind === "dict"
        ? [...given.entries.values()].map(({ value }) => value)
        : (iterate(given, machine) ?? []);
  };
  const isOdd = (name: string, symbols: RegExp): boolean =>
    argumentValue(made.arguments, name)?.kind === "dict" &&
    list(name).some((one) => one.kind === "constant" || (one.kind === "dagster" && !symbols.test(one.symbol)));
  if (made.symbol === "op" && (isOdd("ins", /^In$/) || isOdd("out", /^(Dynamic)?Out$/)))
    return "one of its inputs is no `In`, or one of its outputs no `Out`";
  if (made.symbol !== "op" && isOdd("ins", /^(Asset|Graph)?In$/)) return "one of its inputs is no `AssetIn`";
  if (made.symbol === "multi_asset" && has(made, "group_name")) {
    const isGrouped = (one: Value): boolean => one.kind === "dagster" && has(one, "group_name");
    if ([...list("specs"), ...list("outs")].some(isGrouped)) return "it has a group, and so has one of its assets";
  }
  const key = made.symbol === "asset" ? keyOf(made) : null;
  const isOther = (one: Value): boolean => {
    const other = one.kind === "dagster" ? keyOf(argumentValue(one.arguments, "asset")) : null;
    return key !== null && other !== null && !isSameKey(key, other);
  };
  return key !== null && list("check_specs").some(isOther) ? "it checks an asset that it does not make" : null;
}

function oddTags({ symbol, arguments: given }: DagsterValue): string | null {
  const tags = /^(asset|graph_asset|AssetSpec)$/.test(symbol) ? argumentValue(given, "tags") : undefined;
  const odd =
    tags?.kind === "dict"
      ? [...tags.entries.values()].find(({ value }) => !/^[\w.-]{0,63}$/.test(stringOf(value) ?? ""))
      : undefined;
  if (odd !== undefined) return "the value of a tag has characters that it does not take";
  const keys =
    symbol === "StaticPartitionsDefinition" ? (textsOf(argumentValue(given, "partition_keys", 0)) ?? []) : [];
  return new Set(keys).size < keys.length ? "a partition stands twice" : null;
}
