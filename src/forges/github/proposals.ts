import { z } from "zod";
import { ForgeError } from "../../domain/errors.ts";
import type { ChangeRef } from "../../domain/identity.ts";
import type { ChangeProposal, MergeOutcome } from "../../ports/forge.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";

const pullWire = z.object({ number: z.number(), state: z.string() });
const mergedPullWire = z.object({ head: z.object({ sha: z.string() }), base: z.object({ ref: z.string() }) });

/** Opens a pull request, or finds the one that has this head branch: an open one first, else the newest. */
export async function openChange(
  octokit: GithubOctokit,
  repository: string,
  proposal: ChangeProposal,
): Promise<number> {
  const known = await findByHead(octokit, repository, proposal.head);
  if (known !== null) return known;
  try {
    const answer = await octokit.request("POST /repos/{owner}/{repo}/pulls", {
      ...splitName(repository),
      ...proposal,
      maintainer_can_modify: false,
    });
    return decode(pullWire, answer).number;
  } catch (error) {
    const isThere = error instanceof ForgeError && error.status === 422;
    const number = isThere ? await findByHead(octokit, repository, proposal.head) : null;
    if (number === null) throw error;
    return number;
  }
}

async function findByHead(octokit: GithubOctokit, repository: string, branch: string): Promise<number | null> {
  const at = splitName(repository);
  const asked = { ...at, state: "all", head: `${at.owner}:${branch}`, per_page: 100 } as const;
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/pulls", asked);
  const found = decodeAll(pullWire, answer, "the pull requests of a branch").toSorted((a, b) => b.number - a.number);
  return (found.find((pull) => pull.state === "open") ?? found[0])?.number ?? null;
}

const methodsWire = z.object({
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
});

/** Not mergeable, blocked by a rule (405), another head (409), or not as asked (422). */
const refusals = [405, 409, 422];

/** Merges exactly this head, in the first way that the repository allows: merge commit, squash, rebase. */
export async function mergeChange(octokit: GithubOctokit, ref: ChangeRef, sha: string): Promise<MergeOutcome> {
  const at = splitName(ref.repository.name);
  const methods = decode(methodsWire, await octokit.request("GET /repos/{owner}/{repo}", at));
  try {
    const answer = await octokit.request("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
      ...at,
      pull_number: ref.number,
      sha,
      merge_method: chooseMethod(methods),
    });
    const merged = await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...at,
      pull_number: ref.number,
    });
    const { head, base } = decode(mergedPullWire, merged);
    const baseRef = `refs/heads/${base.ref}`;
    return { merged: true, sha: decode(z.object({ sha: z.string() }), answer).sha, head: head.sha, baseRef };
  } catch (error) {
    if (!(error instanceof ForgeError) || !refusals.includes(error.status ?? 0)) throw error;
    const isOtherHead = error.status === 409; // https://docs.github.com/en/rest/pulls/pulls#merge-a-pull-request
    const reason = isOtherHead ? `The head of #${ref.number} is another commit by now.` : error.message;
    return { merged: false, reason };
  }
}

function chooseMethod(methods: z.infer<typeof methodsWire>): "merge" | "squash" | "rebase" {
  if (methods.allow_merge_commit !== false) return "merge";
  return methods.allow_squash_merge !== false ? "squash" : "rebase";
}
