import { z } from "zod";
import type { ChangeRef } from "../../domain/identity.ts";
import { decode, splitName } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";

const queue = "gh-readonly-queue/";
const refsWire = z.array(z.object({ ref: z.string(), object: z.object({ sha: z.string() }) }));

/** The number of the pull request for which a merge queue made this branch; `null` for any other branch. */
export function numberOfMergeGroup(ref: string): number | null {
  const [, number] = /^refs\/heads\/gh-readonly-queue\/.+\/pr-(\d+)-[0-9a-f]{40,64}$/.exec(ref) ?? [];
  return number === undefined ? null : Number(number);
}

/**
 * The commits that a merge queue made of a pull request and now waits for checks on.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export async function findMergeGroups(octokit: GithubOctokit, ref: ChangeRef): Promise<readonly string[]> {
  const answer = await octokit.request("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", {
    ...splitName(ref.repository.name),
    ref: `heads/${queue}`,
  });
  return decode(refsWire, answer)
    .filter((one) => numberOfMergeGroup(one.ref) === ref.number)
    .map((one) => one.object.sha);
}
