import type { DatasetTouched, JobAsked } from "../../domain/change.ts";
import { findNearest, listNames, quoteName } from "../../formats/did-you-mean.ts";
import { isSamePurpose, purposeOf } from "../../formats/purpose.ts";
import { whyJobsLeftOut, whyLeftOut } from "../../predicates/left-out.ts";
import type { DecisionContext } from "./context.ts";
import { type Judgement, joinJudgements, leaf } from "./judgement.ts";

/** Name of the tree's node for what the node's catalogue asks of job requests, whatever the policy says. */
export const usesName = "use of datasets";

/** Judges whether the job requests of a change may read what they read: datasets of the catalogue, under their terms. */
export function judgeUses(context: DecisionContext): readonly Judgement[] {
  const unknown = whyJobsLeftOut(context);
  if (unknown !== null) {
    const why = context.catalogue.length === 0 ? whyLeftOut(context.change, "datasets") : null;
    return mayHaveTerms(context) ? [leaf(usesName, "failed", why ?? unknown)] : [];
  }
  const parts = (context.change.jobs ?? []).flatMap((job) => judgeJob(job, context));
  return parts.length === 0 ? [] : [joinJudgements(usesName, "all", parts)];
}

/** Whether anything could be asked of a job request of which nobody knows what it reads. */
function mayHaveTerms({ change, catalogue }: DecisionContext): boolean {
  return catalogue.length > 0 || change.datasets.some(hasTerms) || whyLeftOut(change, "datasets") !== null;
}

/** Nothing, where it reads nothing that has terms. */
function judgeJob({ path, asks }: JobAsked, context: DecisionContext): readonly Judgement[] {
  const { change, catalogue } = context;
  const name = `job request ${quoteName(path)}`;
  if (asks === null) {
    const why = `${quoteName(path)} cannot be read as a job request, so it is not known which datasets it touches`;
    return mayHaveTerms(context) ? [leaf(name, "failed", why)] : [];
  }
  const isOfCatalogue = (dataset: string) => catalogue.length === 0 || catalogue.some((one) => one.name === dataset);
  const read = [...new Set(asks.datasets)].map((dataset) => ({
    dataset,
    terms: isOfCatalogue(dataset) ? change.datasets.find((one) => one.name === dataset) : undefined,
  }));
  const unsaid = read.filter(({ terms }) => terms === undefined).map(({ dataset }) => dataset);
  const why = whyLeftOut(change, "datasets");
  if (why !== null && unsaid.length > 0 && catalogue.length === 0)
    return [leaf(name, "failed", `${quoteName(path)} reads ${listNames(unsaid, 5)}, and ${why}`)];
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
