import type { ForgeCore } from "../../face.ts";
import type { SimDeployment, SimDeploymentStatus, SimRepository } from "../../model/types.ts";
import { renderAccountId } from "./account.ts";
import { renderViaApp } from "./issue.ts";
import { nodeId } from "./node-id.ts";
import { repositoryUrl } from "./repository.ts";

export function renderDeployment(core: ForgeCore, repository: SimRepository, deployment: SimDeployment) {
  const url = `${repositoryUrl(core, repository)}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId("DE", deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload ?? {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: renderAccountId(core, deployment.creatorId),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(core, repository),
    transient_environment: false,
    production_environment: deployment.environment === "production",
    performed_via_github_app: renderViaApp(core, deployment.creatorId),
  };
}

export function renderDeploymentStatus(
  core: ForgeCore,
  repository: SimRepository,
  deployment: SimDeployment,
  status: SimDeploymentStatus,
) {
  const url = `${repositoryUrl(core, repository)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId("DES", status.id),
    state: status.state,
    creator: renderAccountId(core, status.creatorId),
    description: status.description,
    environment: status.environment,
    target_url: status.targetUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: repositoryUrl(core, repository),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: renderViaApp(core, status.creatorId),
  };
}
