import { z } from "zod";
import type { MergedChange, PushSeen } from "../../ports/forge.ts";
import { readPushLog } from "./activity.ts";
import { decode, decodeAll, splitName, unless } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";
import { ghost } from "./wire.ts";

const landedWire = z.object({ number: z.number(), merged_at: z.string().nullable() });

/** The merged pull requests that GitHub associates with a commit. */
export async function listChangesLandedAs(
  octokit: GithubOctokit,
  repository: string,
  sha: string,
): Promise<readonly number[]> {
  const asked = { ...splitName(repository), commit_sha: sha, per_page: 100 };
  const answer = await unless(
    [404, 409, 422],
    octokit.paginate("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", asked),
  );
  const pulls = decodeAll(landedWire, answer ?? [], "the pull requests of a commit");
  return pulls.filter((pull) => pull.merged_at !== null).map((pull) => pull.number);
}

const mergedWire = z.object({ number: z.number(), merged_at: z.string().nullable(), updated_at: z.string() });
/** So many pages of a hundred closed pull requests are read at most, as many may have been closed without a merge. */
const mostPages = 10;

/** GitHub sorts by the last update, so the order within what was read is made by us; a later comment only brings more. */
export async function listMergedChanges(
  octokit: GithubOctokit,
  repository: string,
  branch: string,
  limit: number,
): Promise<readonly MergedChange[]> {
  const found: MergedChange[] = [];
  for (let page = 1; page <= mostPages && found.length < limit; page += 1) {
    const sorted = { state: "closed", base: branch, sort: "updated", direction: "desc" } as const;
    const asked = { ...splitName(repository), ...sorted, per_page: 100, page };
    const pulls = decode(z.array(mergedWire), await octokit.request("GET /repos/{owner}/{repo}/pulls", asked));
    for (const { number, merged_at, updated_at } of pulls)
      if (merged_at !== null) found.push({ number, mergedAt: merged_at, updatedAt: updated_at });
    if (pulls.length < 100) break;
  }
  return found.sort((a, b) => Date.parse(b.mergedAt) - Date.parse(a.mergedAt)).slice(0, limit);
}

/** Who made the branch point at the commit, when, and whether by a merge. */
export async function readPushOf(
  octokit: GithubOctokit,
  repository: string,
  ref: string,
  sha: string,
): Promise<PushSeen | null> {
  const log = await readPushLog(octokit, repository, ref, (push) => push.sha === sha);
  const push = log?.pushes.find((one) => one.sha === sha);
  if (push === undefined) return null;
  const from = push.isCreation ? null : push.before;
  return { by: push.by ?? ghost, at: push.at, isMerge: push.isMerge, from, isLast: true };
}
