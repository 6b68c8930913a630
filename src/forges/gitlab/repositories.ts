import type { RepositoryRef } from "../../domain/identity.ts";
import type { GitRemote, Repository } from "../../ports/forge.ts";
import type { GitlabClient } from "./client.ts";
import { decode, decodeList, type ProjectWire, projectWire } from "./wire.ts";

/** All projects that our account is a member of, archived ones left out. */
export async function listRepositories(client: GitlabClient): Promise<readonly Repository[]> {
  const answer = await client.api.Projects.all({
    membership: true,
    archived: false,
    pagination: "keyset",
    orderBy: "id",
    sort: "asc",
    perPage: 100,
  });
  return decodeList(projectWire, answer, "our projects").map(toRepository);
}

export async function readRepository(client: GitlabClient, name: string): Promise<Repository> {
  return toRepository(await readProject(client, name));
}

export async function readProject(client: GitlabClient, name: string | number): Promise<ProjectWire> {
  return decode(projectWire, await client.api.Projects.show(name), `the project ${name}`);
}

/** Source: https://docs.gitlab.com/topics/git/clone/#clone-with-a-token */
export function remoteOf(client: GitlabClient, repository: RepositoryRef): GitRemote {
  return { url: `${client.url}/${repository.name}.git`, credentials: { username: "oauth2", password: client.token } };
}

function toRepository(project: ProjectWire): Repository {
  return {
    forge: "gitlab",
    id: project.id,
    name: project.path_with_namespace,
    defaultBranch: project.default_branch ?? "main",
    webUrl: project.web_url,
  };
}
