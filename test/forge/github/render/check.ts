import type { ForgeCore } from "../../face.ts";
import { type RawCommit, readCommit } from "../../git/read-commits.ts";
import { repositoryOf } from "../../model/model.ts";
import type { SimCheckRun, SimCheckSuite, SimRepository, SimStatus } from "../../model/types.ts";
import { renderAccountId } from "./account.ts";
import { renderApp } from "./app.ts";
import { nodeId } from "./node-id.ts";
import { renderMinimalRepository, repositoryPage, repositoryUrl } from "./repository.ts";

/** The open pull requests of this repository with this head, as checks name them. */
export function pullsWithHead(core: ForgeCore, repository: SimRepository, sha: string) {
  return repository.changes
    .filter((one) => one.state === "open" && one.headSha === sha && one.head.repositoryId === repository.id)
    .map((change) => {
      const end = (id: number, ref: string, tip: string) => {
        const source = repositoryOf(core.model, id);
        return { ref, sha: tip, repo: { id, url: repositoryUrl(core, source), name: source.name } };
      };
      return {
        url: `${repositoryUrl(core, repository)}/pulls/${change.number}`,
        id: change.id,
        number: change.number,
        head: end(change.head.repositoryId, change.head.branch, change.headSha),
        base: end(repository.id, change.baseBranch, change.baseSha),
      };
    });
}

function appOf(core: ForgeCore, id: number) {
  const app = core.model.apps.find((one) => one.id === id);
  return app === undefined ? null : renderApp(core, app);
}

export function renderCheckRun(core: ForgeCore, repository: SimRepository, check: SimCheckRun) {
  const url = `${repositoryUrl(core, repository)}/check-runs/${check.id}`;
  return {
    id: check.id,
    name: check.name,
    node_id: nodeId("CR", check.id),
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: `${repositoryPage(core, repository)}/runs/${check.id}`,
    details_url: check.detailsUrl,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.startedAt,
    completed_at: check.completedAt,
    output: { ...check.output, annotations_count: check.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: check.suiteId },
    app: appOf(core, check.appId),
    pull_requests: pullsWithHead(core, repository, check.headSha),
  };
}

/** A suite is as its runs are. */
export function suiteState(
  repository: SimRepository,
  suite: SimCheckSuite,
): { status: string; conclusion: string | null } {
  const runs = repository.checkRuns.filter((one) => one.suiteId === suite.id);
  if (runs.length === 0) return { status: "queued", conclusion: null };
  if (runs.some((one) => one.status !== "completed")) return { status: "in_progress", conclusion: null };
  const order = ["failure", "timed_out", "cancelled", "action_required", "success", "neutral", "skipped"];
  const worst = order.find((conclusion) => runs.some((one) => one.conclusion === conclusion));
  return { status: "completed", conclusion: worst ?? "success" };
}

export function renderSimpleCommit(commit: RawCommit | null, sha: string) {
  const nobody = { name: "", email: "" };
  return {
    id: sha,
    tree_id: commit?.tree ?? "",
    message: commit?.message ?? "",
    timestamp: commit?.committer.date ?? "1970-01-01T00:00:00Z",
    author: commit === null ? nobody : { name: commit.author.name, email: commit.author.email },
    committer: commit === null ? nobody : { name: commit.committer.name, email: commit.committer.email },
  };
}

export async function renderCheckSuite(core: ForgeCore, repository: SimRepository, suite: SimCheckSuite) {
  const url = `${repositoryUrl(core, repository)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: nodeId("CS", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...suiteState(repository, suite),
    url,
    before: suite.before,
    after: suite.after,
    pull_requests: pullsWithHead(core, repository, suite.headSha),
    app: appOf(core, suite.appId),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: repository.checkRuns.filter((one) => one.suiteId === suite.id).length,
    check_runs_url: `${url}/check-runs`,
    head_commit: renderSimpleCommit(await readCommit(repository.directory, suite.headSha), suite.headSha),
    repository: renderMinimalRepository(core, repository),
  };
}

export function renderStatus(core: ForgeCore, repository: SimRepository, status: SimStatus) {
  return {
    url: `${repositoryUrl(core, repository)}/statuses/${status.sha}`,
    avatar_url: `${core.url()}/avatars/u/${status.accountId}?v=4`,
    id: status.id,
    node_id: nodeId("SC", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.updatedAt,
    creator: renderAccountId(core, status.accountId),
  };
}
