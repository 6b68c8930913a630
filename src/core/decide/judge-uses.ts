import type { DatasetTouched, JobAsked } from "../../domain/change.ts";
import { findNearest, listNames, quoteName } from "../../formats/did-you-mean.ts";
import { isSamePurpose, purposeOf } from "../../formats/purpose.ts";
import type { DecisionContext } from "./context.ts";
import { type Judgement, joinJudgements, leaf } from "./judgement.ts";

/** Name of the tree's node for what the node's catalogue asks of job requests, whatever the policy says. */
export const usesName = "use of datasets";

/** Judges whether the job requests of a change may read what they read: datasets of the catalogue, under their terms. */
export function judgeUses(context: DecisionContext): readonly Judgement[] {
  const { jobs, datasets } = context.change;
  if (jobs === undefined) {
    const why = "it is not known what its job requests ask for";
    return datasets.some(hasTerms) ? [leaf(usesName, "failed", why)] : [];
  }
  const parts = jobs.flatMap((job) => judgeJob(job, context));
  return parts.length === 0 ? [] : [joinJudgements(usesName, "all", parts)];
}

/** Paths of job requests that cannot be read, so that nobody knows which datasets they touch. */
export function unreadJobs({ change }: Pick<DecisionContext, "change">): readonly string[] {
  return (change.jobs ?? []).filter(({ asks }) => asks === null).map(({ path }) => path);
}

/** Nothing, where it reads nothing that has terms. */
function judgeJob({ path, asks }: JobAsked, { change, catalogue }: DecisionContext): readonly Judgement[] {
  const name = `job request ${quoteName(path)}`;
  if (asks === null) {
    const why = `${quoteName(path)} cannot be read as a job request, so it is not known what it reads`;
    return catalogue.length === 0 ? [] : [leaf(name, "failed", why)];
  }
  const read = [...new Set(asks.datasets)].map((dataset) => ({
    dataset,
    terms: change.datasets.find((one) => one.name === dataset),
  }));
  const objections = read.flatMap(({ dataset, terms }) =>
    terms === undefined ? objectToName(dataset, catalogue) : objectToTerms(terms, asks),
  );
  if (objections.length > 0) {
    const awaited = { count: 1, from: `an allowed use of datasets in ${path}` };
    return [leaf(name, "pending", `${quoteName(path)} ${objections.join("; ")}`, [awaited])];
  }
  const isBound = read.some(({ terms }) => terms !== undefined && hasTerms(terms));
  return isBound ? [leaf(name, "approved", `${quoteName(path)} may read what it reads`)] : [];
}

function hasTerms({ agreements, purposes }: DatasetTouched): boolean {
  return agreements !== undefined || purposes !== undefined;
}

/** Where a node has a catalogue, a name that is not in it has no owner who could be asked. */
function objectToName(dataset: string, catalogue: DecisionContext["catalogue"]): readonly string[] {
  if (catalogue.length === 0) return [];
  if (catalogue.some(({ name }) => name === dataset))
    return [
      `reads ${quoteName(dataset)}, of which the change's facts (\`datasets\`) do not say what the node's catalogue does`,
    ];
  const nearest = findNearest(
    dataset,
    catalogue.map(({ name }) => name),
  );
  const help = nearest === null ? "" : `, perhaps meaning ${quoteName(nearest)}`;
  return [`reads ${quoteName(dataset)}, which is not in the node's catalogue${help}`];
}

function objectToTerms(terms: DatasetTouched, asks: NonNullable<JobAsked["asks"]>): readonly string[] {
  const { name, agreements, purposes } = terms;
  const objections: string[] = [];
  if (agreements !== undefined && asks.agreement === null) {
    objections.push(`reads ${quoteName(name)}, which needs an agreement, and names none: add \`agreement:\``);
  } else if (agreements !== undefined && agreements !== "any" && !agreements.includes(asks.agreement ?? "")) {
    objections.push(
      `names the agreement ${quoteName(asks.agreement ?? "")}, which does not allow ${quoteName(name)}: that is read under ${listNames(agreements)}`,
    );
  }
  if (purposes !== undefined && !purposes.some((purpose) => isSamePurpose(purpose, purposeOf(asks.purpose)))) {
    objections.push(
      `has the purpose ${quoteName(purposeOf(asks.purpose))}, for which ${quoteName(name)} may not be read: that is for ${listNames(purposes)}`,
    );
  }
  return objections;
}
