import { z } from "zod";
import type { DeploymentReport } from "../../domain/report.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import type { AppIdentity } from "./app-identity.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire } from "./wire.ts";

const deploymentWire = z.object({ id: z.number(), creator: accountWire.nullable() });
const statusWire = z.object({ state: z.string(), description: z.string().nullish() });
const mostOfDescription = 140;

/** Shows on the commit's environment what happened to it; adds a status only when it is another than the last. */
export async function publishDeployment(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  report: DeploymentReport,
): Promise<void> {
  const at = splitName(repository);
  const { state } = report;
  const description = toDescription(report.description);
  const id = await findDeployment(octokit, repository, self, report);
  const deployment_id = id ?? (await createDeployment(octokit, repository, report));
  if (id !== null) {
    const answer = await octokit.request("GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
      ...at,
      deployment_id,
      per_page: 1,
    });
    const [last] = decode(z.array(statusWire), answer);
    if (last?.state === state && (last.description ?? "") === description) return;
  }
  await octokit.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
    ...at,
    deployment_id,
    state,
    description,
  });
}

async function findDeployment(
  octokit: GithubOctokit,
  repository: string,
  self: AppIdentity,
  report: DeploymentReport,
): Promise<number | null> {
  const { sha, environment } = report;
  const asked = { ...splitName(repository), sha, environment, per_page: 100 };
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/deployments", asked);
  const found = decodeAll(deploymentWire, answer, "the deployments of a commit");
  return found.find((one) => one.creator?.id === self.account.id)?.id ?? null;
}

/** No merging and no waiting for other checks: what is deployed was decided already. */
async function createDeployment(octokit: GithubOctokit, repository: string, report: DeploymentReport): Promise<number> {
  const answer = await octokit.request("POST /repos/{owner}/{repo}/deployments", {
    ...splitName(repository),
    ref: report.sha,
    environment: report.environment,
    description: toDescription(report.description),
    auto_merge: false,
    required_contexts: [],
  });
  return decode(deploymentWire, answer).id;
}

function toDescription(text: string): string {
  return text.length <= mostOfDescription ? text : `${text.slice(0, mostOfDescription - 1)}…`;
}
