import { resolveCommit } from "../git/bare-repository.ts";
import { emit } from "../model/model.ts";
import type { SimDeployment, SimRepository } from "../model/types.ts";
import { type Asked, badRequest, missing, notFound, paged, pathNumber, projectOf, requiredText, text } from "./http.ts";
import { instant, renderUserId } from "./render.ts";
import type { Routes } from "./routes.ts";

const states = ["created", "running", "success", "failed", "canceled", "blocked"];

/** Source: https://docs.gitlab.com/api/deployments/ and the state machine of app/models/deployment.rb of gitlab-org/gitlab. */
export function addDeploymentRoutes(routes: Routes): void {
  const list = "/projects/:id/deployments";
  routes.get(list, (asked) => {
    const repository = projectOf(asked);
    const [environment, status] = [text(asked.params, "environment"), text(asked.params, "status")];
    const found = repository.deployments.filter(
      (one) => (environment === null || one.environment === environment) && (status === null || one.status === status),
    );
    const isDescending = text(asked.params, "sort") === "desc";
    return paged(asked, isDescending ? found.toReversed() : found, (one) => render(asked, one));
  });
  routes.get(`${list}/:deployment`, (asked) => Response.json(render(asked, deploymentIn(asked, projectOf(asked)))));
  routes.post(list, create);
  routes.put(`${list}/:deployment`, async (asked) => {
    const repository = projectOf(asked, 30);
    const deployment = deploymentIn(asked, repository);
    await move(asked, repository, deployment, statusOf(asked));
    return Response.json(render(asked, deployment));
  });
}

async function create(asked: Asked): Promise<Response> {
  const repository = projectOf(asked, 30);
  const { params, model, account } = asked;
  const [environment, given, ref] = ["environment", "sha", "ref"].map((name) => requiredText(params, name));
  if (params.tag === undefined) throw missing("tag");
  const sha = await resolveCommit(repository.directory, given ?? "");
  if (sha === null) throw badRequest({ sha: ["does not exist"] });
  const at = model.clock.tick();
  const deployment: SimDeployment = {
    id: model.newId(),
    number: repository.deployments.length + 1,
    sha,
    ref: ref ?? "",
    task: "deploy",
    environment: environment ?? "",
    description: null,
    payload: null,
    creatorId: account.id,
    createdAt: at,
    updatedAt: at,
    status: statusOf(asked),
    statuses: [],
  };
  repository.deployments.push(deployment);
  await emit(model, { kind: "deployment.created", repository, deployment, actorId: account.id });
  return Response.json(render(asked, deployment), { status: 201 });
}

/** A finished one never runs again, and nothing moves to the state that it has. */
async function move(asked: Asked, repository: SimRepository, deployment: SimDeployment, status: string): Promise<void> {
  const isFinished = !["created", "running"].includes(deployment.status);
  if (status === deployment.status || (status === "running" && isFinished)) {
    throw badRequest(`Cannot transition status via :${status} from :${deployment.status}`);
  }
  deployment.status = status;
  deployment.updatedAt = asked.model.clock.tick();
  const state = {
    id: asked.model.newId(),
    state: status,
    description: "",
    environment: deployment.environment,
    targetUrl: "",
    logUrl: "",
    environmentUrl: "",
    creatorId: asked.account.id,
    createdAt: deployment.updatedAt,
  };
  deployment.statuses.push(state);
  await emit(asked.model, {
    kind: "deployment.status",
    repository,
    deployment,
    status: state,
    actorId: asked.account.id,
  });
}

function statusOf(asked: Asked): string {
  const status = requiredText(asked.params, "status");
  if (!states.includes(status)) throw badRequest("status does not have a valid value");
  return status;
}

function deploymentIn(asked: Asked, repository: SimRepository): SimDeployment {
  const found = repository.deployments.find((one) => one.id === pathNumber(asked, "deployment"));
  if (found === undefined) throw notFound("Deployment");
  return found;
}

function render(asked: Asked, deployment: SimDeployment) {
  return {
    id: deployment.id,
    iid: deployment.number,
    ref: deployment.ref,
    sha: deployment.sha,
    created_at: instant(deployment.createdAt),
    updated_at: instant(deployment.updatedAt),
    status: deployment.status,
    user: renderUserId(asked.core, deployment.creatorId),
    environment: { id: 1, name: deployment.environment, external_url: null },
    deployable: null,
  };
}
