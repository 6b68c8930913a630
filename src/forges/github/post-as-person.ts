import { splitName } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";

/** Comments on a change, or on a commit, as the person whose token it is. Throws `ForgeError`. */
export async function postComment(
  octokit: GithubOctokit,
  repository: string,
  place: { readonly change: number } | { readonly commit: string },
  body: string,
): Promise<void> {
  const at = splitName(repository);
  if ("change" in place) {
    await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...at,
      issue_number: place.change,
      body,
    });
  } else {
    await octokit.request("POST /repos/{owner}/{repo}/commits/{commit_sha}/comments", {
      ...at,
      commit_sha: place.commit,
      body,
    });
  }
}
