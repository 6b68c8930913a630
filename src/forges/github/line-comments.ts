import { z } from "zod";
import { ForgeError } from "../../domain/errors.ts";
import type { ChangeRef } from "../../domain/identity.ts";
import type { ChangeReport, LineFinding } from "../../domain/report.ts";
import { decodeAll, queryGraph, splitName } from "./api.ts";
import type { AppIdentity } from "./app-identity.ts";
import { isOurs, isSameText, markers, withMarker } from "./markers.ts";
import type { GithubOctokit } from "./octokit.ts";
import { type CommentWire, commentWire } from "./wire.ts";

const anyFinding = "<!-- countersign:finding ";

/**
 * One comment for each finding on its line, made once and found again by its marker. Its thread is resolved when the finding
 * is gone, and opened again when it is back; one that a person resolved is left alone.
 */
export async function publishLineComments(
  octokit: GithubOctokit,
  ref: ChangeRef,
  self: AppIdentity,
  report: Pick<ChangeReport, "head" | "lineFindings">,
): Promise<void> {
  const at = { ...splitName(ref.repository.name), pull_number: ref.number };
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", {
    ...at,
    per_page: 100,
  });
  const ours = decodeAll(commentWire, answer, "the line comments of a pull request").filter((comment) =>
    isOurs(comment, self.account, anyFinding),
  );
  const present = new Set<number>();
  for (const finding of report.lineFindings) {
    const comment = ours.find((one) => isOurs(one, self.account, markers.finding(finding.fingerprint)));
    if (comment) present.add(comment.id);
    if (comment) await updateComment(octokit, ref, comment, finding);
    else await createComment(octokit, ref, report.head, finding);
  }
  if (ours.length > 0) await settleThreads(octokit, ref, self, ours, present);
}

async function updateComment(
  octokit: GithubOctokit,
  ref: ChangeRef,
  comment: CommentWire,
  finding: LineFinding,
): Promise<void> {
  const body = withMarker(finding.body, markers.finding(finding.fingerprint));
  if (isSameText(comment.body, body)) return;
  await octokit.request("PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}", {
    ...splitName(ref.repository.name),
    comment_id: comment.id,
    body,
  });
}

/** A line that is not in the diff takes no comment (422): its annotation in the check run has to do. */
async function createComment(
  octokit: GithubOctokit,
  ref: ChangeRef,
  head: string,
  finding: LineFinding,
): Promise<void> {
  try {
    await octokit.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", {
      ...splitName(ref.repository.name),
      pull_number: ref.number,
      commit_id: head,
      path: finding.path,
      line: finding.line,
      side: "RIGHT",
      body: withMarker(finding.body, markers.finding(finding.fingerprint)),
    });
  } catch (error) {
    if (!(error instanceof ForgeError) || error.status !== 422) throw error;
  }
}

interface Thread {
  readonly id: string;
  readonly isResolved: boolean;
  readonly resolvedBy: { readonly login: string } | null;
  readonly comments: { readonly nodes: readonly ({ readonly id: string } | null)[] };
}

async function settleThreads(
  octokit: GithubOctokit,
  ref: ChangeRef,
  self: AppIdentity,
  ours: readonly CommentWire[],
  present: ReadonlySet<number>,
): Promise<void> {
  const isPresent = new Map(ours.map((comment) => [comment.node_id, present.has(comment.id)]));
  for (const thread of await readThreads(octokit, ref)) {
    const isWanted = isPresent.get(thread.comments.nodes[0]?.id ?? "");
    if (isWanted === undefined || isWanted === !thread.isResolved) continue;
    if (isWanted && !isResolvedByUs(thread, self)) continue;
    const operation = isWanted ? "unresolveReviewThread" : "resolveReviewThread";
    const query = `mutation ($id: ID!) { ${operation}(input: { threadId: $id }) { thread { id } } }`;
    await queryGraph(octokit, z.unknown(), query, { id: thread.id });
  }
}

/** GraphQL gives a bot's login without `[bot]`, or not at all. */
function isResolvedByUs({ resolvedBy }: Thread, self: AppIdentity): boolean {
  return resolvedBy === null || resolvedBy.login.replace(/\[bot\]$/, "") === self.slug;
}

const threadsWire = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        nodes: z.array(
          z.object({
            id: z.string(),
            isResolved: z.boolean(),
            resolvedBy: z.object({ login: z.string() }).nullable(),
            comments: z.object({ nodes: z.array(z.object({ id: z.string() }).nullable()) }),
          }),
        ),
      }),
    }),
  }),
});

const threadsQuery = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved resolvedBy { login } comments(first: 1) { nodes { id } } }
      }
    }
  }
}`;

async function readThreads(octokit: GithubOctokit, ref: ChangeRef): Promise<readonly Thread[]> {
  const variables = { ...splitName(ref.repository.name), number: ref.number };
  const threads: Thread[] = [];
  let after: string | null = null;
  do {
    const answer: z.infer<typeof threadsWire> = await queryGraph(octokit, threadsWire, threadsQuery, {
      ...variables,
      after,
    });
    const { nodes, pageInfo } = answer.repository.pullRequest.reviewThreads;
    threads.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return threads;
}
