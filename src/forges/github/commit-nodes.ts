import { z } from "zod";
import { queryGraph, splitName } from "./api.ts";
import type { GithubOctokit } from "./octokit.ts";

const userWire = z.object({ databaseId: z.number(), login: z.string() }).nullable();
const actorWire = z.object({ email: z.string().nullable(), user: userWire });
const listOf = <T>(node: z.ZodType<T>) => z.object({ nodes: z.array(node.nullable()).nullable() });

const commitWire = z.object({
  oid: z.string(),
  parents: listOf(z.object({ oid: z.string() })),
  author: actorWire.nullable(),
  committer: actorWire.nullable(),
  authors: listOf(actorWire),
  signature: z.object({ isValid: z.boolean(), wasSignedByGitHub: z.boolean(), signer: userWire }).nullable(),
});
export type CommitNode = z.infer<typeof commitWire>;
export type UserNode = z.infer<typeof userWire>;

const answerWire = z.object({ repository: z.record(z.string(), commitWire.partial().nullable()) });
const aRequest = 50;

/** Commits as GraphQL knows them, by sha; those that are not there (or are no commits) are left out. */
export async function readCommitNodes(
  octokit: GithubOctokit,
  repository: string,
  shas: readonly string[],
): Promise<ReadonlyMap<string, CommitNode>> {
  const { owner, repo } = splitName(repository);
  const nodes = new Map<string, CommitNode>();
  for (let start = 0; start < shas.length; start += aRequest) {
    const query = queryFor(shas.slice(start, start + aRequest));
    const answer = await queryGraph(octokit, answerWire, query, { owner, repo });
    for (const wire of Object.values(answer.repository)) {
      const node = commitWire.safeParse(wire).data;
      if (node) nodes.set(node.oid, node);
    }
  }
  return nodes;
}

/** Whether GitHub made and signed it: in its editor, or to merge or update a branch. */
export function isByForge(node: CommitNode | undefined): boolean {
  return node?.signature?.isValid === true && node.signature.wasSignedByGitHub;
}

function queryFor(shas: readonly string[]): string {
  const asked = shas.map((sha, index) => `c${index}: object(oid: ${JSON.stringify(sha)}) { ...known }`);
  return `query ($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${asked.join(" ")} }
  }
  fragment known on Commit {
    oid
    parents(first: 3) { nodes { oid } }
    author { email user { databaseId login } }
    committer { email user { databaseId login } }
    authors(first: 50) { nodes { email user { databaseId login } } }
    signature { isValid wasSignedByGitHub signer { databaseId login } }
  }`;
}
