import { argumentValue } from "../evaluate/arguments.ts";
import type { Machine } from "../evaluate/machine.ts";
import type { Value } from "../evaluate/value.ts";
import { isNone } from "../evaluate/value-contents.ts";
import { type AssetFacts, partitionsOf } from "./asset-facts.ts";
import { keyText } from "./asset-keys.ts";
import type { CheckFacts } from "./checks.ts";
import type { DagsterConfig, DagsterJob, Located } from "./dagster-model.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { identifierOf, nameOf, opNameOf } from "./names-of-definitions.ts";
import { configOfMapping, configsOf, configsOfNode, nodesOf } from "./node-configs.ts";
import { type Among, select } from "./selections.ts";

export type JobFacts = Omit<DagsterJob, keyof Located>;

/** What runs beside the assets themselves. */
export interface Beside {
  readonly among: Among;
  /** Whether `among` holds all assets. */
  readonly isComplete: boolean;
  readonly machine: Machine;
  readonly checks: readonly CheckFacts[];
  /** Whether `checks` holds all checks. */
  readonly hasAllChecks: boolean;
}

/** The facts of a job; `null` where its name is not constant. */
export function factsOfJob(job: DagsterValue, beside: Beside): JobFacts | null {
  const name = nameOf(job);
  if (name === null) return null;
  const inner = innermost(job);
  return inner.symbol === "define_asset_job" ? assetJob(name, inner, beside) : opJob(name, inner, beside.machine);
}

/** The job without the methods that change what matters elsewhere. */
export function innermost(job: DagsterValue): DagsterValue {
  return job.base !== null && /^(\.with_|\(loaded\))/.test(job.symbol) ? innermost(job.base) : job;
}

function opJob(name: string, job: DagsterValue, machine: Machine): JobFacts {
  const graph = job.symbol === ".to_job" || job.symbol === "JobDefinition" ? graphOf(job) : job;
  const composition = graph?.composition ?? null;
  const nodes = composition === null ? null : nodesOf(composition);
  const own = ownConfig(job, graph, machine);
  const config = own.mapped ?? (composition === null ? null : configsOf(composition, machine));
  const partitions = own.isPartitioned ? null : partitionsOf(argumentValue(job.arguments, "partitions_def"));
  const reason = reasonOf(job, nodes, config, partitions);
  return {
    name,
    form: "op",
    nodes,
    assets: [],
    partitions,
    config,
    hasOwnConfig: own.isGiven,
    certainty: reason === null ? "exact" : "partial",
    reason,
  };
}

export function graphOf(job: DagsterValue): DagsterValue | null {
  const base = job.base ?? argumentValue(job.arguments, "graph_def");
  return base?.kind === "dagster" ? base : null;
}

function ownConfig(job: DagsterValue, graph: DagsterValue | null, machine: Machine) {
  const isOpen = job.arguments.some(({ name }) => name === "*" || name === "**");
  const all = [job, ...(graph === null || graph === job ? [] : [graph])].map((one) =>
    argumentValue(one.arguments, "config"),
  );
  const [given] = all.filter((one) => one !== undefined && !isNone(one));
  if (given === undefined) return { isGiven: isOpen, mapped: null, isPartitioned: isOpen };
  const isMapping = given.kind === "dagster" && given.symbol === "config_mapping";
  // Partitions may come with a config that is made for each of them.
  const isPlain = isMapping || given.kind === "dict" || (given.kind === "dagster" && given.symbol === "RunConfig");
  const isPartitioned = given.kind === "dagster" && given.symbol.endsWith("_partitioned_config");
  if (isPartitioned) return { isGiven: false, mapped: null, isPartitioned };
  return { isGiven: true, mapped: isMapping ? [configOfMapping(given, "", machine)] : null, isPartitioned: !isPlain };
}

function reasonOf(
  job: DagsterValue,
  nodes: readonly string[] | null,
  config: readonly DagsterConfig[] | null,
  partitions: string | null,
): string | null {
  if (job.arguments.some(({ name }) => name === "*" || name === "**"))
    return "arguments are passed on that are not known";
  if (nodes === null) return "what it runs is not all known";
  if (partitions === null) return "its partitions are not constant";
  const unclear = config?.find(({ schema, isDeclared }) => isDeclared && schema === null);
  if (config === null || unclear !== undefined) return "the config of an op is not constant";
  return null;
}

/** The keys that a job of assets selects; `null` where they are not known. */
export function selectedBy(job: DagsterValue, { among, isComplete, machine }: Beside): ReadonlySet<string> | null {
  return isComplete ? select(argumentValue(job.arguments, "selection", 1), among, machine) : null;
}

function assetJob(name: string, job: DagsterValue, beside: Beside): JobFacts {
  const { among, machine } = beside;
  const picked = selectedBy(job, beside);
  const assets = picked === null ? null : [...picked].flatMap((text) => among.get(text) ?? []);
  const isMissing = picked !== null && assets !== null && assets.length < picked.size;
  const known = isMissing ? null : assets;
  const ops = known === null ? null : operationsOf(known, beside);
  const configs = ops?.map(({ definition, name: node }) => configsOfNode(definition, node, machine)) ?? [null];
  const config = configs.every((one) => one !== null) ? configs.flat() : null;
  const partitions = partitionsOfJob(argumentValue(job.arguments, "partitions_def"), known);
  const nodes = ops?.map((op) => op.name) ?? null;
  const reason = reasonOf(job, nodes, config, partitions);
  const given = argumentValue(job.arguments, "config", 2);
  return {
    name,
    form: "asset",
    nodes,
    assets: known?.map(({ key }) => key) ?? null,
    partitions,
    config,
    hasOwnConfig: given !== undefined && !isNone(given),
    certainty: reason === null ? "exact" : "partial",
    reason,
  };
}

/** The op of each definition that makes the assets; `null` where one has no name that is known. */
function operationsOf(
  assets: readonly AssetFacts[],
  { checks, hasAllChecks }: Beside,
): readonly { definition: DagsterValue; name: string }[] | null {
  if (!hasAllChecks) return null;
  const keys = new Set(assets.map(({ key }) => keyText(key)));
  const looked = checks.filter(({ asset, isAlone }) => isAlone && keys.has(keyText(asset)));
  const definitions = [...new Set([...assets, ...looked].map(({ definition }) => definition))];
  const named = definitions.map((definition) => {
    const inner = innermost(definition);
    const name = operationName(inner, looked.find((one) => one.definition === definition) ?? null);
    return name === null ? null : { definition: inner, name };
  });
  return named.every((one) => one !== null) ? named : null;
}

/** The name of the op inside of an asset or a check; `null` where it is not known. */
export function operationName(inner: DagsterValue, check: CheckFacts | null): string | null {
  if (inner.symbol === "asset_check" && check !== null)
    return `${identifierOf(check.asset)}_${check.name}`.replaceAll(".", "_");
  const isPlain = /^(multi_asset_check|(graph_)?(multi_)?asset|(multi_)?observable_source_asset)$/.test(inner.symbol);
  return isPlain ? opNameOf(inner) : null;
}

function partitionsOfJob(given: Value | undefined, assets: readonly AssetFacts[] | null): string | null {
  if (given !== undefined && !isNone(given)) return partitionsOf(given);
  if (assets === null) return null;
  const values = new Set(assets.map(({ partitionsValue }) => partitionsValue).filter((one) => one !== null));
  const [only] = values;
  if (only === undefined) return assets.some(({ partitions }) => partitions === null) ? null : "none";
  return values.size === 1 ? partitionsOf(only) : null;
}

/** The partitions of the job that a schedule is built from. */
export function partitionsValueOf(job: DagsterValue, { among, isComplete, machine }: Beside): Value | null {
  const inner = innermost(job);
  const given = argumentValue(inner.arguments, "partitions_def");
  if (given !== undefined && !isNone(given)) return given;
  if (inner.symbol !== "define_asset_job" || !isComplete) return null;
  const picked = select(argumentValue(inner.arguments, "selection", 1), among, machine);
  const values = new Set([...(picked ?? [])].map((text) => among.get(text)?.partitionsValue ?? null));
  values.delete(null);
  const [only] = values;
  return values.size === 1 && only !== undefined ? only : null;
}

export function amongOf(assets: readonly AssetFacts[]): Among {
  return new Map(assets.map((facts) => [keyText(facts.key), facts]));
}
