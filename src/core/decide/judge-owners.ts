import type { DatasetTouched } from "../../domain/change.ts";
import { datasetOwners } from "../../domain/policy.ts";
import type { DecisionContext } from "./context.ts";
import { nameOfDataset } from "./judge-count.ts";
import { forPaths, type Judgement, joinJudgements, leaf, renamed } from "./judgement.ts";

/**
 * Judges what may be given by owners of datasets, not of each: an owner stands for the files by which their own dataset is touched.
 * For the others it must be given by owners of theirs, or by somebody else of `from`.
 */
export function judgeOwners(
  from: readonly string[],
  context: DecisionContext,
  paths: readonly string[],
  judge: (from: readonly string[], context: DecisionContext) => Judgement,
): Judgement {
  const judged = judge(from, context);
  if (judged.node.status !== "approved" || !from.includes(datasetOwners)) return judged;
  const others = from.filter((group) => group !== datasetOwners);
  const byOthers = others.length === 0 ? leaf("owners", "pending", noOwner) : judge(others, context);
  if (byOthers.node.status === "approved") return judged;

  const { datasets } = context.change;
  if (datasets.some((dataset) => dataset.paths === undefined)) return judged; // nobody told by which files
  const ofEach = datasets.map((dataset) => ({ dataset, byOwners: judge(from, ofDataset(dataset, context)) }));
  const without = (touched: readonly DatasetTouched[], some: readonly string[]) => {
    const touching = new Set(touched.flatMap((dataset) => dataset.paths ?? []));
    return some.filter((path) => !touching.has(path));
  };
  const met = ofEach.filter(({ byOwners }) => byOwners.node.status === "approved");
  const unmet = without(
    met.map(({ dataset }) => dataset),
    paths,
  );
  if (unmet.length === 0) return judged;
  const awaited = ofEach.filter(({ dataset }) => dataset.paths?.some((path) => unmet.includes(path)));
  const bare = without(datasets, unmet);
  const parts = [
    ...awaited.map(({ dataset, byOwners }) => renamed(byOwners, nameOfDataset(dataset.name))),
    ...(bare.length === 0 ? [] : [forPaths(byOthers, bare)]),
  ];
  return joinJudgements(judged.node.name, "all", [judged, ...parts]);
}

function ofDataset(dataset: DatasetTouched, context: DecisionContext): DecisionContext {
  const change = { ...context.change, datasets: [dataset] };
  return { ...context, roster: context.rosterOfDataset(dataset), change };
}

const noOwner = "they touch no dataset, so there is no owner who could approve";
