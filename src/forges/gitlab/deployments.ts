import type { RepositoryRef } from "../../domain/identity.ts";
import type { DeploymentReport, DeploymentState } from "../../domain/report.ts";
import type { GitlabClient } from "./client.ts";
import { decodeList, deploymentWire } from "./wire.ts";

/** GitLab itself shows only the newest success of an environment as active: `inactive` needs no word. */
const statuses: Readonly<Record<DeploymentState, "running" | "success" | "failed" | null>> = {
  pending: "running",
  in_progress: "running",
  success: "success",
  failure: "failed",
  inactive: null,
};

/**
 * One deployment for each attempt: a running one is moved on, a finished one never changes.
 * Source: https://docs.gitlab.com/api/deployments/
 */
export async function publishDeployment(
  client: GitlabClient,
  repository: RepositoryRef,
  report: DeploymentReport,
): Promise<void> {
  const status = statuses[report.state];
  if (status === null) return;
  const newest = await readNewest(client, repository, report);
  if (newest?.status === status) return;
  const { Deployments } = client.api;
  const isFinished = newest === undefined || !["created", "running"].includes(newest.status);
  if (!isFinished) await Deployments.edit(repository.id, newest.id, status);
  else await Deployments.create(repository.id, report.environment, report.sha, shortRef(report.ref), false, { status });
}

async function readNewest(client: GitlabClient, repository: RepositoryRef, report: DeploymentReport) {
  const answer = await client.api.Deployments.all(repository.id, {
    environment: report.environment,
    orderBy: "id",
    sort: "desc",
    perPage: 20,
    page: 1,
  });
  return decodeList(deploymentWire, answer, `deployments of ${repository.name}`).find((one) => one.sha === report.sha);
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, "");
}
