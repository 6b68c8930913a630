import { argumentValue } from "../../evaluate/arguments.ts";
import { doubtOf, settle } from "../../evaluate/doubt.ts";
import type { AssetFacts } from "../asset-facts.ts";
import { keyText } from "../asset-keys.ts";
import type { CheckFacts } from "../checks.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { graphOf, innermost, operationName } from "../jobs.ts";
import { nameOf } from "../names-of-definitions.ts";
import type { Problem } from "./refusals.ts";

/** An op or graph by the name of its definition; `null` where that is not constant. */
interface Named {
  readonly name: string | null;
  readonly node: DagsterValue;
}

const deepest = 10;

/**
 * Names that two ops or graphs of a repository have, as `_check_node_defs` in
 * dagster/_core/definitions/repository_definition/repository_data.py. The graph of a job has the name of the job.
 */
export function twinNodes(
  jobs: readonly DagsterValue[],
  assets: readonly AssetFacts[],
  checks: readonly CheckFacts[],
): readonly Problem[] {
  const all = [...[...new Set(jobs)].flatMap(ofJob), ...ofAssets(assets, checks)];
  const known = new Map<string, DagsterValue>();
  const found = new Map<string, Problem>();
  for (const { name, node } of all) {
    if (name === null) found.set("", { unsure: "the name of an op is not constant" });
    else if ((known.get(name) ?? node) !== node) found.set(name, twins(name, node, known.get(name)));
    else known.set(name, node);
  }
  return [...found.values()];
}

function twins(name: string, node: DagsterValue, other: DagsterValue | undefined): Problem {
  const where = other === undefined || other.path === node.path ? "" : `; the other is in \`${other.path}\``;
  const message = `More than one op or graph of the code location has the name \`${name.slice(0, 100)}\`, those of jobs and of assets included${where}`;
  return { about: "name", message, value: node };
}

function ofJob(job: DagsterValue): readonly Named[] {
  const inner = innermost(job);
  if (inner.symbol === "define_asset_job") return [{ name: nameOf(inner), node: inner }];
  const graph = inner.symbol === ".to_job" || inner.symbol === "JobDefinition" ? graphOf(inner) : inner;
  return graph === null ? [{ name: null, node: inner }] : inside(graph, nameOf(graph));
}

/** A node and, of a graph, all in it. What is not surely in it is left out. */
function inside(node: DagsterValue, name: string | null, depth = 0): readonly Named[] {
  const { composition } = node;
  const inner =
    composition?.nodes
      .filter(({ frame }) => settle(frame) === settle(composition.doubts.born))
      .flatMap(({ definition }) => (depth > deepest ? [] : inside(definition, nameOf(definition), depth + 1))) ?? [];
  const isOpen = composition !== null && doubtOf(composition.doubts) !== null;
  return [{ name, node }, ...inner, ...(isOpen ? [{ name: null, node }] : [])];
}

function ofAssets(assets: readonly AssetFacts[], checks: readonly CheckFacts[]): readonly Named[] {
  const counts = Map.groupBy(assets, ({ key }) => keyText(key));
  // Of two sources with one key, Dagster takes one.
  const isLeftOut = ({ key, definition }: AssetFacts): boolean =>
    definition.symbol === "observable_source_asset" && (counts.get(keyText(key)) ?? []).length > 1;
  const made = assets.filter((facts) => facts.kind !== "external" && !isLeftOut(facts));
  return [
    ...[...new Set(made.map(({ definition }) => definition))].flatMap((definition) => {
      const inner = innermost(definition);
      if (/^AssetsDefinition\.from_(op|graph)$/.test(inner.symbol)) return ofArgument(inner);
      return inside(inner, operationName(inner, null));
    }),
    ...checks.flatMap((check) =>
      check.isAlone
        ? [{ name: operationName(innermost(check.definition), check), node: innermost(check.definition) }]
        : [],
    ),
  ];
}

function ofArgument(value: DagsterValue): readonly Named[] {
  const node = argumentValue(value.arguments, value.symbol.endsWith("op") ? "op_def" : "graph_def", 0);
  return node?.kind === "dagster" ? inside(node, nameOf(node)) : [{ name: null, node: value }];
}
