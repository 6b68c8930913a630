import { quoteName } from "../../../formats/did-you-mean.ts";
import { none } from "../../evaluate/make-values.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import { isKey } from "../asset-keys.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { isDefinition } from "../forms.ts";
import { contextNames } from "../inputs.ts";
import { type Flaw, givenAs, isGiven, perhaps, surely } from "./flaw.ts";
import { fits } from "./known-arguments.ts";

/** Arguments of a right kind whose contents Dagster does not take. */
export function oddValues(made: DagsterValue): readonly Flaw[] {
  const pool = stringOf(givenAs("pool", made));
  const metadata = givenAs("metadata", made);
  const isBoth = made.symbol === "multi_asset" && isGiven("outs", made) && isGiven("specs", made);
  return [
    ...(pool !== null && /\s/.test(pool) ? surely(`The pool ${quoteName(pool)} has blanks in its name`) : []),
    ...(isBoth ? surely("`multi_asset` of Dagster takes either `outs` or `specs`, and is given both") : []),
    ...(metadata?.kind === "dict" && keysOf(metadata).includes(null) ? perhaps("metadata under what is no text") : []),
    ...ofTags(givenAs("tags", made)),
    ...(made.symbol === "Definitions" ? ofConstants(givenAs("loggers", made), "a logger that is none") : []),
    ...(made.symbol.endsWith("sensor")
      ? ofConstants(givenAs("monitored_jobs", made), "a job to look at that is none")
      : []),
    ...(made.symbol === "Definitions" ? listed.flatMap((name) => ofListed(name, givenAs(name, made))) : []),
    ...(made.symbol === "multi_asset_sensor" ? ofListed("monitored_assets", givenAs("monitored_assets", made)) : []),
    ...["key", "key_prefix", "path"].flatMap((name) => ofKey(givenAs(name, made))),
    ...(fits(givenAs("asset", made) ?? none, "lnosu") ? [] : perhaps("an asset that is none")),
    ...(made.symbol === "AssetsDefinition.from_graph" ? ofNothing(givenAs("graph_def", made)) : []),
    ...(made.symbol.endsWith("_hook") ? ofHook(made) : []),
    ...(/^(Asset|Dynamic)?(In|Out)$/.test(made.symbol) ? ofType(givenAs("dagster_type", made)) : []),
    ...(made.symbol === "define_asset_job" ? ofSelection(givenAs("selection", made)) : []),
  ];
}

function keysOf(value: Value): readonly (string | null)[] {
  return value.kind === "dict" ? [...value.entries.values()].map(({ key }) => stringOf(key)) : [];
}

function itemsOf(value: Value | undefined): readonly Value[] {
  if (value?.kind === "list" || value?.kind === "tuple") return value.items;
  return value?.kind === "dict" ? [...value.entries.values()].map((entry) => entry.value) : [];
}

function ofConstants(value: Value | undefined, what: string): readonly Flaw[] {
  return itemsOf(value).some(({ kind }) => kind === "constant") ? perhaps(what) : [];
}

const listed = ["assets", "schedules", "sensors", "jobs", "asset_checks"] as const;

/** Of lists that hold nothing but what Dagster makes. */
function ofListed(name: string, value: Value | undefined): readonly Flaw[] {
  const isOther = itemsOf(value).some(({ kind }) => kind !== "dagster" && kind !== "unknown");
  return isOther ? perhaps(`what stands in \`${name}\``) : [];
}

function ofTags(tags: Value | undefined): readonly Flaw[] {
  if (tags === undefined) return [];
  const isOdd = keysOf(tags).includes(null);
  const isOther = itemsOf(tags).some(({ kind }) => !/^(constant|dict|list)$/.test(kind));
  return isOdd || isOther ? perhaps("tags") : [];
}

/** A key is text, or several texts, or made by `AssetKey`. */
function ofKey(given: Value | undefined): readonly Flaw[] {
  if (given?.kind === "dagster" && !isKey(given)) return perhaps("an asset key");
  const items = given?.kind === "list" || given?.kind === "tuple" ? given.items : [];
  if (items.some((one) => one.kind === "dagster" || (one.kind === "constant" && stringOf(one) === null)))
    return surely("A part of an asset key is no text");
  return items.some((one) => stringOf(one) === null) ? perhaps("a part of an asset key") : [];
}

/** Of a graph that gives nothing out no asset is made, unless it is empty. */
function ofNothing(graph: Value | undefined): readonly Flaw[] {
  const { result, nodes } = (graph?.kind === "dagster" ? graph.composition : null) ?? { result: null, nodes: [] };
  return isNone(result) && nodes.length > 0
    ? surely("`AssetsDefinition.from_graph` is given a graph that returns nothing")
    : [];
}

/** As `validate_expected_params` in dagster/_core/decorator_utils.py. */
function ofHook({ callee }: DagsterValue): readonly Flaw[] {
  const [first] = callee?.parameters ?? [];
  return callee === null || (first !== undefined && contextNames.has(first.name))
    ? []
    : surely(`The hook ${quoteName(callee.name)} does not take a \`context\` first`);
}

/** As `resolve_dagster_type` has it, a type of Dagster or a class. */
function ofType(type: Value | undefined): readonly Flaw[] {
  const isType = type === undefined || (fits(type, "kno") && !(type.kind === "dagster" && isDefinition(type)));
  return isType ? [] : perhaps("the type of an input or output");
}

function ofSelection(selection: Value | undefined): readonly Flaw[] {
  const isOther = itemsOf(selection).some((one) => one.kind === "constant" && stringOf(one) === null);
  const text = stringOf(selection) ?? "";
  const isTorn = text.split("(").length !== text.split(")").length || text.split('"').length % 2 === 0;
  return isOther || isTorn ? perhaps("a selection") : [];
}
