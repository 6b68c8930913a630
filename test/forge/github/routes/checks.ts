import type { ForgeCore } from "../../face.ts";
import { resolveCommit } from "../../git/bare-repository.ts";
import { type CheckRunGiven, createCheckRun, ensureSuite, updateCheckRun } from "../../model/checks.ts";
import { emit } from "../../model/model.ts";
import type { SimCheckRun, SimRepository } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  numberParam,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { readCheckRun } from "../read-check-run.ts";
import { renderCheckRun, renderCheckSuite } from "../render/check.ts";
import { repositoryPage } from "../render/repository.ts";

const read = { app: "checks:read", user: "read" } as const;
const write = { app: "checks:write", user: null } as const;

/** Check runs and suites. https://docs.github.com/rest/checks */
export function addCheckRoutes(app: GithubApp, core: ForgeCore): void {
  const repo = "/repos/:owner/:repo";
  app.post(`${repo}/check-runs`, (context) => createRun(core, context));
  app.get(`${repo}/check-runs/:id`, (context) => {
    const repository = repositoryFor(core, context, read);
    return context.json(renderCheckRun(core, repository, runOf(repository, context)));
  });
  app.patch(`${repo}/check-runs/:id`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const check = ownRun(repository, context);
    const given = readCheckRun(await readBody(context), check);
    await updateCheckRun(core.model, repository, check, given, actorOf(context).id);
    return context.json(renderCheckRun(core, repository, check));
  });
  app.get(`${repo}/check-runs/:id/annotations`, (context) => {
    const repository = repositoryFor(core, context, read);
    const check = runOf(repository, context);
    const blob = `${repositoryPage(core, repository)}/blob/${check.headSha}`;
    const none = { start_column: null, end_column: null, title: null, raw_details: null };
    return answerPage(context, check.annotations, (one) => ({ ...none, ...one, blob_href: `${blob}/${one.path}` }));
  });
  app.post(`${repo}/check-runs/:id/rerequest`, async (context) => {
    const repository = repositoryFor(core, context, { app: "checks:write", user: "write" });
    const check = runOf(repository, context);
    await emit(core.model, { kind: "check.rerequested", repository, check, actorId: actorOf(context).id });
    return context.json({}, 201);
  });
  addListRoutes(app, core, repo);
  addSuiteRoutes(app, core, repo);
}

function addListRoutes(app: GithubApp, core: ForgeCore, repo: string): void {
  app.get(`${repo}/commits/:ref{.+}/check-runs`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const sha = await resolveCommit(repository.directory, context.req.param("ref"));
    if (sha === null) throw invalid("Commit", "sha", `No commit found for SHA: ${context.req.param("ref")}`);
    const runs = filtered(
      context,
      repository.checkRuns.filter((one) => one.headSha === sha),
    );
    return answerPage(context, runs, (one) => renderCheckRun(core, repository, one), "check_runs");
  });
  app.get(`${repo}/commits/:ref{.+}/check-suites`, async (context) => {
    const repository = repositoryFor(core, context, read);
    const sha = await resolveCommit(repository.directory, context.req.param("ref"));
    if (sha === null) throw invalid("Commit", "sha", `No commit found for SHA: ${context.req.param("ref")}`);
    const appId = context.req.query("app_id");
    const suites = repository.checkSuites.filter(
      (one) => one.headSha === sha && (appId === undefined || String(one.appId) === appId),
    );
    return answerPage(context, suites, (one) => renderCheckSuite(core, repository, one), "check_suites");
  });
}

function addSuiteRoutes(app: GithubApp, core: ForgeCore, repo: string): void {
  const suiteOf = (repository: SimRepository, context: GithubContext) => {
    const id = numberParam(context, "id");
    const found = repository.checkSuites.find((one) => one.id === id);
    if (found === undefined) throw notFound();
    return found;
  };
  app.post(`${repo}/check-suites`, async (context) => {
    const repository = repositoryFor(core, context, write);
    const headSha = textIn(await readBody(context), "head_sha") ?? "";
    if ((await resolveCommit(repository.directory, headSha)) === null)
      throw invalid("CheckSuite", "head_sha", "not found");
    const caller = context.get("caller");
    if (caller.kind !== "installation") throw notFound();
    const existed = repository.checkSuites.some((one) => one.appId === caller.app.id && one.headSha === headSha);
    const actorId = caller.account.id;
    const suite = await ensureSuite(core.model, repository, {
      appId: caller.app.id,
      headSha,
      headBranch: null,
      actorId,
      isRequested: true,
    });
    return context.json(await renderCheckSuite(core, repository, suite), existed ? 200 : 201);
  });
  app.get(`${repo}/check-suites/:id`, async (context) => {
    const repository = repositoryFor(core, context, read);
    return context.json(await renderCheckSuite(core, repository, suiteOf(repository, context)));
  });
  app.get(`${repo}/check-suites/:id/check-runs`, (context) => {
    const repository = repositoryFor(core, context, read);
    const suite = suiteOf(repository, context);
    const runs = filtered(
      context,
      repository.checkRuns.filter((one) => one.suiteId === suite.id),
    );
    return answerPage(context, runs, (one) => renderCheckRun(core, repository, one), "check_runs");
  });
  app.post(`${repo}/check-suites/:id/rerequest`, async (context) => {
    const repository = repositoryFor(core, context, { app: "checks:write", user: "write" });
    const suite = suiteOf(repository, context);
    await emit(core.model, { kind: "suite.rerequested", repository, suite, actorId: actorOf(context).id });
    return context.json({}, 201);
  });
}

function runOf(repository: SimRepository, context: GithubContext): SimCheckRun {
  const id = numberParam(context, "id");
  const found = repository.checkRuns.find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

/** An app may change its own runs only. */
function ownRun(repository: SimRepository, context: GithubContext): SimCheckRun {
  const check = runOf(repository, context);
  const caller = context.get("caller");
  if (caller.kind === "installation" && caller.app.id === check.appId) return check;
  throw new HttpError(
    403,
    `Invalid app_id ${check.appId} - check run can only be modified by the GitHub App that created it.`,
  );
}

/** By name, status, app; `filter=latest` (the default) keeps the newest of each app and name. */
function filtered(context: GithubContext, runs: readonly SimCheckRun[]): SimCheckRun[] {
  const { check_name: name, status, app_id: appId, filter = "latest" } = context.req.query();
  const newestFirst = [...runs].reverse();
  const kept =
    filter === "all"
      ? newestFirst
      : [...Map.groupBy(newestFirst, (one) => `${one.appId} ${one.name}`).values()].flatMap((group) =>
          group.slice(0, 1),
        );
  return kept
    .filter((one) => name === undefined || one.name === name)
    .filter((one) => status === undefined || one.status === status)
    .filter((one) => appId === undefined || String(one.appId) === appId);
}

async function createRun(core: ForgeCore, context: GithubContext): Promise<Response> {
  const repository = repositoryFor(core, context, write);
  const body = await readBody(context);
  const [name, headSha] = [textIn(body, "name"), textIn(body, "head_sha") ?? ""];
  if (name === undefined) throw new HttpError(422, 'Invalid request.\n\n"name" wasn\'t supplied.');
  if ((await resolveCommit(repository.directory, headSha)) === null) {
    throw new HttpError(422, `No commit found for SHA: ${headSha}`);
  }
  const caller = context.get("caller");
  if (caller.kind !== "installation") throw notFound();
  const branch = repository.changes.find((one) => one.headSha === headSha && one.head.repositoryId === repository.id);
  const actorId = caller.account.id;
  const suite = await ensureSuite(core.model, repository, {
    appId: caller.app.id,
    headSha,
    headBranch: branch?.head.branch ?? null,
    actorId,
    isRequested: false,
  });
  const none = {
    name,
    status: "queued",
    conclusion: null,
    externalId: "",
    detailsUrl: core.url(),
    startedAt: null,
    completedAt: null,
  } as const;
  const empty = { output: { title: null, summary: null, text: null }, annotations: [], actions: [] };
  const given: CheckRunGiven = { ...none, ...empty, ...readCheckRun(body, null) };
  const check = await createCheckRun(core.model, repository, suite, given, actorId);
  return context.json(renderCheckRun(core, repository, check), 201);
}
