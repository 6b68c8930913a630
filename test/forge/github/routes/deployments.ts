import type { ForgeCore } from "../../face.ts";
import { resolveCommit } from "../../git/bare-repository.ts";
import { addDeployment, addDeploymentStatus } from "../../model/deployments.ts";
import type { SimDeployment, SimRepository } from "../../model/types.ts";
import {
  actorOf,
  answerPage,
  type GithubApp,
  type GithubContext,
  listIn,
  numberParam,
  readBody,
  repositoryFor,
  textIn,
} from "../github.ts";
import { HttpError, invalid, notFound } from "../http-error.ts";
import { renderDeployment, renderDeploymentStatus } from "../render/deployment.ts";
import { refusalOfChecks } from "../rules.ts";

const read = { app: "deployments:read", user: "read" } as const;
const write = { app: "deployments:write", user: "write" } as const;
const states = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];

/** Deployments and their statuses. https://docs.github.com/rest/deployments */
export function addDeploymentRoutes(app: GithubApp, core: ForgeCore): void {
  const base = "/repos/:owner/:repo/deployments";
  app.get(base, (context) => {
    const repository = repositoryFor(core, context, read);
    const { sha, ref, task, environment } = context.req.query();
    const found = repository.deployments.filter(
      (one) =>
        (sha === undefined || one.sha === sha) &&
        (ref === undefined || one.ref === ref) &&
        (task === undefined || one.task === task) &&
        (environment === undefined || one.environment === environment),
    );
    return answerPage(context, found.reverse(), (one) => renderDeployment(core, repository, one));
  });
  app.post(base, (context) => createDeployment(core, context));
  app.get(`${base}/:id`, (context) => {
    const repository = repositoryFor(core, context, read);
    return context.json(renderDeployment(core, repository, deploymentOf(repository, context)));
  });
  app.get(`${base}/:id/statuses`, (context) => {
    const repository = repositoryFor(core, context, read);
    const deployment = deploymentOf(repository, context);
    const newest = [...deployment.statuses].reverse();
    return answerPage(context, newest, (one) => renderDeploymentStatus(core, repository, deployment, one));
  });
  app.post(`${base}/:id/statuses`, (context) => createStatus(core, context));
}

function deploymentOf(repository: SimRepository, context: GithubContext): SimDeployment {
  const id = numberParam(context, "id");
  const found = repository.deployments.find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

/** Without `required_contexts: []` GitHub wants every status and check on the commit to be green: 409. */
async function createDeployment(core: ForgeCore, context: GithubContext): Promise<Response> {
  const repository = repositoryFor(core, context, write);
  const body = await readBody(context);
  const ref = textIn(body, "ref");
  if (ref === undefined) throw invalid("Deployment", "ref", "is missing", "missing_field");
  const sha = await resolveCommit(repository.directory, ref);
  if (sha === null) throw new HttpError(422, `No ref found for: ${ref}`);
  const contexts = Array.isArray(body.required_contexts)
    ? listIn(body, "required_contexts").map(String)
    : contextsOn(repository, sha);
  const checks = contexts.map((one) => ({ context: one, integrationId: null }));
  const refusal = refusalOfChecks(repository, sha, checks);
  if (refusal !== null) {
    throw new HttpError(409, `Conflict: Commit status checks failed for ${ref}.`, {
      errors: [{ resource: "Deployment", field: "required_contexts", code: "invalid", contexts }],
    });
  }
  const deployment = await addDeployment(core.model, repository, {
    sha,
    ref,
    task: textIn(body, "task") ?? "deploy",
    environment: textIn(body, "environment") ?? "production",
    description: textIn(body, "description") ?? null,
    payload: body.payload ?? {},
    creatorId: actorOf(context).id,
    status: "pending",
  });
  return context.json(renderDeployment(core, repository, deployment), 201);
}

function contextsOn(repository: SimRepository, sha: string): string[] {
  const statuses = repository.statuses.filter((one) => one.sha === sha).map((one) => one.context);
  const checks = repository.checkRuns.filter((one) => one.headSha === sha).map((one) => one.name);
  return [...new Set([...statuses, ...checks])];
}

async function createStatus(core: ForgeCore, context: GithubContext): Promise<Response> {
  const repository = repositoryFor(core, context, write);
  const deployment = deploymentOf(repository, context);
  const body = await readBody(context);
  const state = textIn(body, "state") ?? "";
  if (!states.includes(state)) throw invalid("DeploymentStatus", "state", "is not included in the list");
  const description = textIn(body, "description") ?? "";
  if (description.length > 140)
    throw invalid("DeploymentStatus", "description", "is too long (maximum is 140 characters)");
  const creatorId = actorOf(context).id;
  const environment = textIn(body, "environment") ?? deployment.environment;
  const logUrl = textIn(body, "log_url") ?? textIn(body, "target_url") ?? "";
  const environmentUrl = textIn(body, "environment_url") ?? "";
  const given = { state, description, environment, targetUrl: logUrl, logUrl, environmentUrl, creatorId };
  if (state === "success" && body.auto_inactive !== false)
    await deactivateOthers(core, repository, deployment, creatorId);
  const status = await addDeploymentStatus(core.model, repository, deployment, given);
  return context.json(renderDeploymentStatus(core, repository, deployment, status), 201);
}

/** A success makes the earlier deployments of the environment inactive. */
async function deactivateOthers(
  core: ForgeCore,
  repository: SimRepository,
  live: SimDeployment,
  creatorId: number,
): Promise<void> {
  for (const one of repository.deployments) {
    if (one === live || one.environment !== live.environment || one.statuses.at(-1)?.state !== "success") continue;
    const none = { description: "", targetUrl: "", logUrl: "", environmentUrl: "" };
    await addDeploymentStatus(core.model, repository, one, {
      ...none,
      state: "inactive",
      environment: one.environment,
      creatorId,
    });
  }
}
