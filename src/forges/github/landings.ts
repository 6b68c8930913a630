import { z } from "zod";
import type { Instant } from "../../domain/change.ts";
import type { Account } from "../../domain/identity.ts";
import { readPushLog } from "./activity.ts";
import { decodeAll, splitName, unless } from "./api.ts";
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

/** Who made the branch point at the commit, and when. */
export async function readPushOf(
  octokit: GithubOctokit,
  repository: string,
  ref: string,
  sha: string,
): Promise<{ by: Account; at: Instant } | null> {
  const log = await readPushLog(octokit, repository, ref, (push) => push.sha === sha);
  const push = log?.pushes.find((one) => one.sha === sha);
  return push ? { by: push.by ?? ghost, at: push.at } : null;
}
