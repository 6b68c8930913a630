import type { GitlabClient } from "./client.ts";

/** Comments on a change, or on a commit, as the person whose token it is. Throws `ForgeError`. */
export async function postComment(
  client: GitlabClient,
  project: string,
  place: { readonly change: number } | { readonly commit: string },
  body: string,
): Promise<void> {
  if ("change" in place) await client.api.MergeRequestNotes.create(project, place.change, body);
  else await client.api.CommitDiscussions.create(project, place.commit, body);
}
