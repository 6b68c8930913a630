import type { ForgeCore } from "../../face.ts";
import { resolveCommit } from "../../git/bare-repository.ts";
import { readCommit } from "../../git/read-commits.ts";
import { isAtLeast, permissionOn } from "../../model/access.ts";
import { setDraft } from "../../model/changes.ts";
import { setThreadResolved } from "../../model/conversations.ts";
import { findRepository, fullNameOf } from "../../model/model.ts";
import { SimError } from "../../model/sim-error.ts";
import type { SimChange, SimRepository } from "../../model/types.ts";
import { type Caller, reaches } from "../caller.ts";
import { hasPermission } from "../github.ts";
import { dequeue, enqueue } from "../merge-queue.ts";
import { nodeId, readNodeId } from "../render/node-id.ts";
import { findCommentNode } from "./comment-nodes.ts";
import { commitNode } from "./commit-node.ts";
import { type Args, connection } from "./connection.ts";
import { actorNode, reviewNode, threadNode } from "./pull-nodes.ts";
import { GraphqlRefusal } from "./refusal.ts";

export type GraphqlCaller = Extract<Caller, { kind: "user" | "installation" }>;

interface Input {
  readonly input: Readonly<Record<string, string>>;
}

/** What queries and mutations start from. */
export function createRoot(core: ForgeCore, caller: GraphqlCaller) {
  return {
    viewer: () => actorNode(core, caller.account.id),
    rateLimit: () => ({
      limit: 5000,
      cost: 1,
      remaining: 4999,
      used: 1,
      nodeCount: 0,
      resetAt: core.model.clock.now(),
    }),
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const found = findRepository(core.model, `${owner}/${name}`);
      if (found === null || !mayRead(core, caller, found)) {
        throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      }
      return repositoryNode(core, found);
    },
    node: ({ id }: { readonly id: string }) => findNode(core, caller, id),
    nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => nodeOrProblem(core, caller, id)),
    resolveReviewThread: ({ input }: Input) => resolve(core, caller, input, true),
    unresolveReviewThread: ({ input }: Input) => resolve(core, caller, input, false),
    enqueuePullRequest: async ({ input }: Input) => {
      const { repository, change } = changeById(core, caller, input.pullRequestId ?? "");
      demandWrite(core, caller, repository);
      await enqueue(core, repository, change, caller.account.id).catch(refuseAs);
      return { clientMutationId: input.clientMutationId ?? null, mergeQueueEntry: null };
    },
    dequeuePullRequest: async ({ input }: Input) => {
      const { repository, change } = changeById(core, caller, input.id ?? "");
      demandWrite(core, caller, repository);
      await dequeue(core, repository, change, "MANUAL").catch(refuseAs);
      return { clientMutationId: input.clientMutationId ?? null, mergeQueueEntry: null };
    },
    markPullRequestReadyForReview: ({ input }: Input) => draft(core, caller, input, false),
    convertPullRequestToDraft: ({ input }: Input) => draft(core, caller, input, true),
  };
}

function refuseAs(error: unknown): never {
  throw error instanceof SimError ? new GraphqlRefusal("UNPROCESSABLE", error.message) : error;
}

function mayRead(core: ForgeCore, caller: GraphqlCaller, repository: SimRepository): boolean {
  if (caller.kind === "installation") return reaches(caller, repository);
  return permissionOn(core.model, caller.account.id, repository) !== null;
}

function demandWrite(core: ForgeCore, caller: GraphqlCaller, repository: SimRepository): void {
  // GitHub asks `contents: write` of an app that resolves threads, `pull_requests: write` is not enough:
  // https://github.com/orgs/community/discussions/44650
  const may =
    caller.kind === "installation"
      ? reaches(caller, repository) &&
        hasPermission(caller, "contents:write") &&
        hasPermission(caller, "pull_requests:write")
      : isAtLeast(permissionOn(core.model, caller.account.id, repository), "write");
  if (may) return;
  const message =
    caller.kind === "installation"
      ? "Resource not accessible by integration"
      : "You do not have the correct permissions.";
  throw new GraphqlRefusal("FORBIDDEN", message);
}

function repositoryNode(core: ForgeCore, repository: SimRepository) {
  return {
    __typename: "Repository",
    id: nodeId("R", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullNameOf(core.model, repository),
    isPrivate: repository.isPrivate,
    object: async ({ oid, expression }: { readonly oid?: string; readonly expression?: string }) => {
      const sha = await resolveCommit(repository.directory, oid ?? expression ?? "");
      const commit = sha === null ? null : await readCommit(repository.directory, sha);
      return commit === null ? null : commitNode(core, repository, commit);
    },
    pullRequest: ({ number }: { readonly number: number }) => {
      const change = repository.changes.find((one) => one.number === number);
      if (change === undefined)
        throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullNode(core, repository, change);
    },
  };
}

function pullNode(core: ForgeCore, repository: SimRepository, change: SimChange) {
  return {
    __typename: "PullRequest",
    id: nodeId("PR", change.id),
    databaseId: change.id,
    fullDatabaseId: String(change.id),
    number: change.number,
    title: change.title,
    body: change.body,
    state: change.state.toUpperCase(),
    isDraft: change.isDraft,
    merged: change.state === "merged",
    isInMergeQueue: repository.mergeQueue.some((one) => one.changeNumber === change.number),
    baseRefName: change.baseBranch,
    headRefName: change.head.branch,
    headRefOid: change.headSha,
    author: () => actorNode(core, change.authorId),
    reviews: (args: Args) =>
      connection(
        change.reviews.filter((one) => one.state !== "pending"),
        args,
        (one) => reviewNode(core, repository, change, one),
      ),
    reviewThreads: (args: Args) => connection(change.threads, args, (one) => threadNode(core, repository, change, one)),
  };
}

/** In a list, one that is not found is `null` with an error of its own, and the others are told. */
function nodeOrProblem(core: ForgeCore, caller: GraphqlCaller, id: string) {
  try {
    return findNode(core, caller, id);
  } catch (error) {
    return error;
  }
}

/** Everything that the simulator knows by a global id; refuses what it does not, and what the caller may not see. */
function findNode(core: ForgeCore, caller: GraphqlCaller, id: string) {
  for (const repository of core.model.repositories) {
    if (!mayRead(core, caller, repository)) continue;
    const comment = findCommentNode(core, repository, id);
    if (comment !== null) return comment;
    for (const change of repository.changes) {
      if (nodeId("PR", change.id) === id) return pullNode(core, repository, change);
      const review = change.reviews.find((one) => nodeId("PRR", one.id) === id);
      if (review !== undefined) return reviewNode(core, repository, change, review);
      const thread = change.threads.find((one) => nodeId("PRRT", one.id) === id);
      if (thread !== undefined) return threadNode(core, repository, change, thread);
    }
  }
  throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

function changeById(core: ForgeCore, caller: GraphqlCaller, id: string) {
  const number = readNodeId("PR", id);
  for (const repository of core.model.repositories) {
    const change = repository.changes.find((one) => one.id === number);
    if (change !== undefined && mayRead(core, caller, repository)) return { repository, change };
  }
  throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

async function resolve(core: ForgeCore, caller: GraphqlCaller, input: Input["input"], isResolved: boolean) {
  const id = readNodeId("PRRT", input.threadId ?? "");
  for (const repository of core.model.repositories) {
    for (const change of repository.changes) {
      const thread = change.threads.find((one) => one.id === id);
      if (thread === undefined || !mayRead(core, caller, repository)) continue;
      const isAuthor = caller.kind === "user" && caller.account.id === change.authorId;
      if (!isAuthor) demandWrite(core, caller, repository);
      await setThreadResolved(core.model, repository, change, thread, { isResolved, actorId: caller.account.id });
      return { clientMutationId: input.clientMutationId ?? null, thread: threadNode(core, repository, change, thread) };
    }
  }
  throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${input.threadId}'`);
}

async function draft(core: ForgeCore, caller: GraphqlCaller, input: Input["input"], isDraft: boolean) {
  const { repository, change } = changeById(core, caller, input.pullRequestId ?? "");
  if (caller.account.id !== change.authorId) demandWrite(core, caller, repository);
  await setDraft(core.model, repository, change, isDraft, caller.account.id);
  return { clientMutationId: input.clientMutationId ?? null, pullRequest: pullNode(core, repository, change) };
}
