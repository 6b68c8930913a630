import { z } from "zod";
import { queryGraphWithGaps } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";
import { type CommentWire, isSeenEdited } from "./wire.ts";

const aRequest = 100; // GitHub takes no more ids at once
const nodeWire = z.object({ lastEditedAt: z.string().nullable(), includesCreatedEdit: z.boolean() }).partial();
const editsWire = z.object({ nodes: z.array(nodeWire.nullable()) });

const editsQuery = `query ($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Comment { lastEditedAt includesCreatedEdit } }
}`;

/**
 * Which of these reviews or comments were edited, by their node ids. GraphQL alone tells it for sure: the times of REST are
 * whole seconds. One of which GraphQL tells nothing (it is gone meanwhile) is taken for edited, as that adds no power.
 */
export async function findEdited(octokit: GithubOctokit, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const edited = new Set<string>();
  for (let start = 0; start < ids.length; start += aRequest) {
    const asked = ids.slice(start, start + aRequest);
    const { nodes } = await queryGraphWithGaps(octokit, editsWire, editsQuery, { ids: asked });
    for (const [index, id] of asked.entries()) {
      const node = nodes[index]; // in the order of the ids
      if (node?.lastEditedAt !== null || node.includesCreatedEdit !== false) edited.add(id);
    }
  }
  return edited;
}

/** Every line that is taken for a command, and some more. */
const command = /^\/countersign/m;

/** Of comments, only those with a command are asked about, as nothing hangs on an edit of another. */
export async function findEditedComments(
  octokit: GithubOctokit,
  comments: readonly CommentWire[],
): Promise<ReadonlySet<string>> {
  const doubtful = comments.filter((comment) => command.test(comment.body ?? "") && !isSeenEdited(comment));
  return await findEdited(
    octokit,
    doubtful.map((comment) => comment.node_id),
  );
}
