import type { KnownFacts } from "../analysis/inspector.ts";
import { repositoryKey } from "../domain/identity.ts";
import type { Run } from "../domain/run.ts";
import { compareTreeObjects } from "../git/compare-trees.ts";
import { findMergeBase } from "../git/list-commits.ts";
import type { ObjectReader } from "../git/object-reader.ts";
import { kindOf } from "../policy/kind-of.ts";
import type { OpenChange } from "../ports/forge.ts";
import type { OpenRequest, RunUnderWay } from "../rules/subject.ts";
import type { GatheredChange } from "./gather-change.ts";

/** What is so when a change is looked at, and may be otherwise when it lands. */
export interface Moment {
  readonly open: readonly OpenChange[];
  readonly runs: readonly Run[];
}

/** More open changes than these are not looked into. */
const mostOpen = 50;

/** What rules may know of it. */
export async function factsOfMoment(
  gathered: GatheredChange,
  { open, runs }: Moment,
  objects: ObjectReader,
): Promise<Pick<KnownFacts, "runs" | "openRequests">> {
  return { runs: listRuns(gathered, runs), openRequests: await readOpenRequests(gathered, open, objects) };
}

function listRuns({ told }: GatheredChange, runs: readonly Run[]): readonly RunUnderWay[] {
  const own = repositoryKey(told.ref.repository);
  return runs.flatMap(({ repository, request: { engine }, state, path }): readonly RunUnderWay[] => {
    if (engine.kind !== "airflow") return [];
    const whose = repositoryKey(repository) === own ? {} : { repository: repository.name };
    return [{ dagId: engine.dagId, state, path, ...whose }];
  });
}

/** The requests of other changes of the branch that stand at the path of one of this change, or are equal to it. */
async function readOpenRequests(
  gathered: GatheredChange,
  open: readonly OpenChange[],
  objects: ObjectReader,
): Promise<readonly OpenRequest[]> {
  const { told, change } = gathered;
  const own = await requestsOf(gathered, change.mergeBase, change.head.sha, objects);
  if (own.size === 0) return [];
  const others = open.filter(
    (one) => one.number !== told.ref.number && one.baseRef === told.baseRef && one.headSha !== change.head.sha,
  );
  const found: OpenRequest[] = [];
  for (const { number, headSha } of others.slice(0, mostOpen)) {
    if ((await objects.find(headSha, "commit")) === null) continue; // it was not fetched yet: its own look tells it
    const base = await findMergeBase(gathered.mirror, change.base.sha, headSha);
    const theirs = base === null ? new Map<string, string>() : await requestsOf(gathered, base, headSha, objects);
    for (const [otherPath, oid] of theirs) {
      for (const [path, ownOid] of own) {
        const isEqual = oid === ownOid;
        if (isEqual || path === otherPath) found.push({ path, change: number, otherPath, isEqual });
      }
    }
  }
  return found;
}

/** By path, the job requests that a change brings or edits. */
async function requestsOf(
  { policy }: GatheredChange,
  from: string,
  to: string,
  objects: ObjectReader,
): Promise<ReadonlyMap<string, string>> {
  const [before, after] = [await objects.find(from, "tree"), await objects.find(to, "tree")];
  const differences = before === null || after === null ? [] : await compareTreeObjects(objects, before, after);
  const brought = differences.flatMap(({ path, after: file }) =>
    file !== null && /\.ya?ml$/.test(path) && kindOf(policy, path) === "job" ? [[path, file.oid] as const] : [],
  );
  return new Map(brought);
}
