import { ForgeError, GitError } from "../domain/errors.ts";
import type { ForgeName, RepositoryRef } from "../domain/identity.ts";
import { listRemoteRefs } from "../git/list-remote-refs.ts";
import type { Forge, Repository } from "../ports/forge.ts";
import { organisationPolicyPath } from "../predicates/protected-paths.ts";

/** Where an organisation keeps its policy: always on the default branch of this repository. */
export interface OrganisationPlace {
  /** The organisation, or the top-level group. */
  readonly organisation: string;
  readonly repository: string;
  readonly path: string;
  /** As policies extend it, such as `acme/.github:countersign.yml`. */
  readonly name: string;
}

/** GitLab lets no project's path begin with a dot: https://docs.gitlab.com/user/reserved_names/ */
const repositoryNames: Readonly<Record<ForgeName, string>> = { github: ".github", gitlab: "countersign-policy" };
const timeoutMs = 60_000;

export function organisationPlace({ forge, name }: RepositoryRef): OrganisationPlace {
  const organisation = name.slice(0, name.indexOf("/"));
  const repository = `${organisation}/${repositoryNames[forge]}`;
  return { organisation, repository, path: organisationPolicyPath, name: `${repository}:${organisationPolicyPath}` };
}

/** Whether this is the very repository in which its organisation's policy is kept. */
export function isPolicyRepository(repository: RepositoryRef): boolean {
  return isSameName(repository.name, organisationPlace(repository).repository);
}

/**
 * The repository of the organisation's policy; `null` when there is none that we may see. One that was renamed is another one,
 * though the forge still leads to it. Throws `ForgeError`.
 */
export async function findPolicyRepository(
  forge: Pick<Forge, "readRepository">,
  place: OrganisationPlace,
): Promise<Repository | null> {
  try {
    const found = await forge.readRepository(place.repository);
    return isSameName(found.name, place.repository) ? found : null;
  } catch (error) {
    if (error instanceof ForgeError && error.status === 404) return null;
    throw error;
  }
}

/**
 * The commit at which the organisation's policy stands now; `null` when there is none that can be read. Throws `ForgeError` and
 * `GitError` when it may be read at another time.
 */
export async function readOrganisationTip(
  forge: Pick<Forge, "readRepository" | "readRemote">,
  repository: RepositoryRef,
): Promise<string | null> {
  try {
    const found = await findPolicyRepository(forge, organisationPlace(repository));
    if (found === null) return null;
    const ref = `refs/heads/${found.defaultBranch}`;
    return (await listRemoteRefs(await forge.readRemote(found), [ref], { timeoutMs })).get(ref) ?? null;
  } catch (error) {
    if (isLasting(error)) return null;
    throw error;
  }
}

/** Whether what went wrong stays so until somebody mends it. */
export function isLasting(error: unknown): error is ForgeError | GitError {
  return (error instanceof ForgeError || error instanceof GitError) && !error.retryable;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
