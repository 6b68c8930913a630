import { emit, type Model } from "./model.ts";
import type { SimDeployment, SimDeploymentStatus, SimRepository } from "./types.ts";

export async function addDeployment(
  model: Model,
  repository: SimRepository,
  given: Pick<
    SimDeployment,
    "sha" | "ref" | "task" | "environment" | "description" | "payload" | "creatorId" | "status"
  >,
): Promise<SimDeployment> {
  const at = model.clock.tick();
  const number = repository.deployments.length + 1;
  const deployment: SimDeployment = { ...given, id: model.newId(), number, createdAt: at, updatedAt: at, statuses: [] };
  repository.deployments.push(deployment);
  await emit(model, { kind: "deployment.created", repository, deployment, actorId: given.creatorId });
  return deployment;
}

export async function addDeploymentStatus(
  model: Model,
  repository: SimRepository,
  deployment: SimDeployment,
  given: Omit<SimDeploymentStatus, "id" | "createdAt">,
): Promise<SimDeploymentStatus> {
  const at = model.clock.tick();
  const status: SimDeploymentStatus = { ...given, id: model.newId(), createdAt: at };
  deployment.statuses.push(status);
  deployment.updatedAt = at;
  deployment.status = status.state;
  await emit(model, { kind: "deployment.status", repository, deployment, status, actorId: given.creatorId });
  return status;
}
