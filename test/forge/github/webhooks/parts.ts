import type { ForgeCore } from "../../face.ts";
import { type RawCommit, readCommit, readCommits } from "../../git/read-commits.ts";
import { readDiff } from "../../git/read-diff.ts";
import { accountOf, findAccountByEmail, fullNameOf } from "../../model/model.ts";
import { type SimCheckRun, type SimPush, type SimQueueEntry, type SimRepository, zeroSha } from "../../model/types.ts";
import { renderApp } from "../render/app.ts";
import { pullsWithHead, renderSimpleCommit, suiteState } from "../render/check.ts";
import { emptyTree } from "../render/commit.ts";
import { nodeId } from "../render/node-id.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";

export function renderShortRepository(core: ForgeCore, repository: SimRepository) {
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullNameOf(core.model, repository),
    private: repository.isPrivate,
  };
}

/** A push has at most 2,048 commits in its webhook. */
export async function renderPush(core: ForgeCore, repository: SimRepository, push: SimPush) {
  const page = repositoryPage(core, repository);
  const [isCreated, isDeleted] = [push.before === zeroSha, push.after === zeroSha];
  const head = isDeleted ? null : await readCommit(repository.directory, push.after);
  const range = isCreated ? [push.after, "--max-count=20"] : [`${push.before}..${push.after}`];
  const commits =
    isDeleted || head === null ? [] : await readCommits(repository.directory, ["--reverse", "--topo-order", ...range]);
  const listed = isCreated
    ? []
    : await Promise.all(commits.slice(0, 2048).map((one) => renderPushed(core, repository, one)));
  const pusher = accountOf(core.model, push.actorId);
  return {
    ref: push.ref,
    before: push.before,
    after: push.after,
    created: isCreated,
    deleted: isDeleted,
    forced: push.kind === "force_push",
    base_ref: null,
    compare: `${page}/compare/${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`,
    commits: listed,
    head_commit: head === null ? null : await renderPushed(core, repository, head),
    pusher: { name: pusher.login, email: pusher.emails[0] ?? null },
  };
}

async function renderPushed(core: ForgeCore, repository: SimRepository, commit: RawCommit) {
  const diff = await readDiff(repository.directory, commit.parents[0] ?? emptyTree, commit.sha);
  const person = (one: RawCommit["author"]) => {
    const account = findAccountByEmail(core.model, one.email);
    return { name: one.name, email: one.email, ...(account === null ? {} : { username: account.login }) };
  };
  const paths = (status: string) => diff.filter((one) => one.status === status).map((one) => one.path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${repositoryPage(core, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: [...paths("added"), ...paths("renamed")],
    removed: [
      ...paths("removed"),
      ...diff.flatMap((one) => (one.status === "renamed" && one.previousPath !== null ? [one.previousPath] : [])),
    ],
    modified: paths("modified"),
  };
}

/** In webhooks a suite has no repository of its own. */
export function renderSuiteForHook(suite: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { repository: _, ...rest } = suite;
  return rest;
}

/** In webhooks a run carries its suite. */
export async function renderCheckRunForHook(
  core: ForgeCore,
  repository: SimRepository,
  check: SimCheckRun,
  shown: object,
) {
  const suite = repository.checkSuites.find((one) => one.id === check.suiteId);
  const app = core.model.apps.find((one) => one.id === check.appId);
  if (suite === undefined || app === undefined) return shown;
  const check_suite = {
    id: suite.id,
    node_id: nodeId("CS", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...suiteState(repository, suite),
    url: `${repositoryUrl(core, repository)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.after,
    pull_requests: pullsWithHead(core, repository, suite.headSha),
    app: renderApp(core, app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
  return { ...shown, check_suite, deployment: null };
}

export async function renderMergeGroup(repository: SimRepository, entry: SimQueueEntry) {
  return {
    head_sha: entry.headSha,
    head_ref: `refs/heads/${entry.branch}`,
    base_sha: entry.baseSha,
    base_ref: `refs/heads/${entry.baseBranch}`,
    head_commit: renderSimpleCommit(await readCommit(repository.directory, entry.headSha), entry.headSha),
  };
}
