import type { ForgeCore } from "../../face.ts";
import { findMergeBase, resolveCommit } from "../../git/bare-repository.ts";
import { readCommit, readCommits } from "../../git/read-commits.ts";
import { readDiff } from "../../git/read-diff.ts";
import { git, tryGit } from "../../git/run-git.ts";
import { addCommitComment } from "../../model/issues.ts";
import type { SimChange, SimRepository } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  numberIn,
  numberParam,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { renderCommit, renderFile, renderFullCommit } from "../render/commit.ts";
import { renderCommitComment } from "../render/issue.ts";
import { renderSimplePull } from "../render/pull.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";

const read = { app: "contents:read", user: "read" } as const;

/** Commits, comparisons, comments on commits. https://docs.github.com/rest/commits */
export function addCommitRoutes(app: GithubApp, core: ForgeCore): void {
  const repo = "/repos/:owner/:repo";
  app.get(`${repo}/commits`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const { sha = repository.defaultBranch, path, since, until } = context.req.query();
    const start = await resolveCommit(repository.directory, sha);
    if (start === null) {
      if ((await git(repository.directory, ["for-each-ref", "refs/heads/"])) === "")
        throw new HttpError(409, "Git Repository is empty.");
      throw notFound();
    }
    const times = [
      ...(since === undefined ? [] : [`--since=${since}`]),
      ...(until === undefined ? [] : [`--until=${until}`]),
    ];
    const list = await git(repository.directory, [
      "rev-list",
      "--max-count=2000",
      ...times,
      start,
      "--",
      ...(path === undefined ? [] : [path]),
    ]);
    const shas = list.split("\n").filter((one) => one !== "");
    return answerPage(context, shas, async (one) => {
      const commit = await readCommit(repository.directory, one);
      return commit === null ? null : renderCommit(core, repository, commit);
    });
  });
  app.get(`${repo}/commits/:sha/pulls`, async (context) => {
    const repository = repositoryFor(core, context, { app: "pull_requests:read", user: "read" });
    const sha = context.req.param("sha");
    const found = await changesWith(repository, sha);
    return answerPage(context, found, (one) => renderSimplePull(core, repository, one));
  });
  addCommentRoutes(app, core, repo);
  app.get(`${repo}/commits/:ref{.+}`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const ref = context.req.param("ref");
    const sha = await resolveCommit(repository.directory, ref);
    const commit = sha === null ? null : await readCommit(repository.directory, sha);
    if (commit === null) throw invalid("Commit", "sha", `No commit found for SHA: ${ref}`);
    if (context.req.header("accept")?.includes(".sha") === true) return context.text(commit.sha);
    return context.json(await renderFullCommit(core, repository, commit));
  });
  app.get(`${repo}/compare/:basehead{.+}`, (context) => compare(core, context));
}

/** Merged changes that brought the commit to the default branch; else the open ones that contain it. */
async function changesWith(repository: SimRepository, sha: string): Promise<SimChange[]> {
  const found: SimChange[] = [];
  for (const change of repository.changes) {
    if (change.mergeSha === sha) found.push(change);
    else if (change.state !== "closed" && (await contains(repository, change, sha))) found.push(change);
  }
  return found;
}

async function contains(repository: SimRepository, change: SimChange, sha: string): Promise<boolean> {
  const version = change.versions.at(-1);
  const from = version?.mergeBaseSha ?? change.baseSha;
  const own = await git(repository.directory, ["rev-list", `${from}..${change.headSha}`]);
  if (own.split("\n").includes(sha)) return true;
  if (change.mergeSha === null) return false;
  // A rebase leaves several commits on the base branch.
  const push = repository.pushes.find((one) => one.after === change.mergeSha);
  if (push === undefined || push.kind !== "pr_merge") return false;
  const landed = await tryGit(repository.directory, ["rev-list", `${push.before}..${push.after}`]);
  return landed.stdout.toString().split("\n").includes(sha);
}

function addCommentRoutes(app: GithubApp, core: ForgeCore, repo: string): void {
  app.get(`${repo}/commits/:sha/comments`, (context) => {
    const repository = repositoryFor(core, context, read);
    const found = repository.commitComments.filter((one) => one.sha === context.req.param("sha"));
    return answerPage(context, found, (one) => renderCommitComment(core, repository, one));
  });
  app.post(`${repo}/commits/:sha/comments`, async (context) => {
    const repository = repositoryFor(core, context, { app: "contents:write", user: "read" });
    const sha = context.req.param("sha");
    if ((await resolveCommit(repository.directory, sha)) !== sha)
      throw new HttpError(422, `No commit found for SHA: ${sha}`);
    const body = await readBody(context);
    const text = textIn(body, "body") ?? "";
    if (text === "") throw invalid("CommitComment", "body", "body can't be blank");
    const comment = await addCommitComment(core.model, repository, {
      accountId: actorOf(context).id,
      sha,
      body: text,
      path: textIn(body, "path") ?? null,
      line: numberIn(body, "line") ?? null,
    });
    return context.json(renderCommitComment(core, repository, comment), 201);
  });
  app.get(`${repo}/comments`, (context) => {
    const repository = repositoryFor(core, context, read);
    return answerPage(context, repository.commitComments, (one) => renderCommitComment(core, repository, one));
  });
  const find = (context: GithubContext, needs: Parameters<typeof repositoryFor>[2]) => {
    const repository = repositoryFor(core, context, needs);
    const id = numberParam(context, "id");
    const comment = repository.commitComments.find((one) => one.id === id);
    if (comment === undefined) throw notFound();
    return { repository, comment };
  };
  app.get(`${repo}/comments/:id`, (context) => {
    const { repository, comment } = find(context, read);
    return context.json(renderCommitComment(core, repository, comment));
  });
  app.patch(`${repo}/comments/:id`, async (context) => {
    const { repository, comment } = find(context, { app: "contents:write", user: "read" });
    if (comment.accountId !== actorOf(context).id) throw new HttpError(403, "Must be the author of the comment");
    comment.body = textIn(await readBody(context), "body") ?? "";
    comment.updatedAt = core.model.clock.tick();
    comment.lastEditedAt = comment.updatedAt;
    return context.json(renderCommitComment(core, repository, comment));
  });
}

async function compare(core: ForgeCore, context: GithubContext): Promise<Response> {
  const repository = repositoryFor(core, context, read);
  const [base = "", head = ""] = context.req.param("basehead")?.split("...") ?? [];
  const strip = (name: string) => name.split(":").at(-1) ?? name;
  const from = await resolveCommit(repository.directory, strip(base));
  const to = await resolveCommit(repository.directory, strip(head));
  if (from === null || to === null) throw notFound();
  const middle = await findMergeBase(repository.directory, from, to);
  if (middle === null) throw new HttpError(404, `No common ancestor between ${base} and ${head}.`);
  const ahead = await readCommits(repository.directory, ["--reverse", "--topo-order", `${from}..${to}`]);
  const behind = Number(await git(repository.directory, ["rev-list", "--count", `${to}..${from}`]));
  const diff = await readDiff(repository.directory, middle, to);
  const [baseCommit, middleCommit] = [
    await readCommit(repository.directory, from),
    await readCommit(repository.directory, middle),
  ];
  if (baseCommit === null || middleCommit === null) throw notFound();
  const status = from === to ? "identical" : behind === 0 ? "ahead" : ahead.length === 0 ? "behind" : "diverged";
  const page = `${repositoryPage(core, repository)}/compare/${base}...${head}`;
  return context.json({
    url: `${repositoryUrl(core, repository)}/compare/${base}...${head}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: await renderCommit(core, repository, baseCommit),
    merge_base_commit: await renderCommit(core, repository, middleCommit),
    status,
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: await Promise.all(ahead.slice(0, 250).map((one) => renderCommit(core, repository, one))),
    files: diff.slice(0, 300).map((one) => renderFile(core, repository, to, one)),
  });
}
