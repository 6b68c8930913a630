import { repositoryKey } from "../domain/identity.ts";
import { listRemoteRefs } from "../git/list-remote-refs.ts";
import type { Repository } from "../ports/forge.ts";
import { isPolicyRepository, organisationPlace, readOrganisationTip } from "./organisation-place.ts";
import type { JourneyPorts } from "./ports.ts";

const timeoutMs = 60_000;

/** What an open change looked like when it was last asked for, so that a quiet repository costs little. */
export type Seen = Map<string, string>;

/** Looks for anything in a repository that no webhook told of: changes that moved, deploy branches, all of it after a while. */
export async function reconcileRepository(
  ports: Pick<JourneyPorts, "forge" | "store" | "clock" | "repositoryOf">,
  repository: Repository,
  seen: Seen,
): Promise<void> {
  const { forge, store, clock } = ports;
  const now = clock.now().toISOString();
  const nodeRepository = ports.repositoryOf(repository);
  if (nodeRepository !== null) {
    const ref = `refs/heads/${nodeRepository.branch}`;
    await store.remind({ kind: "branch", forge: forge.name, repository: repository.name, ref }, now);
    await lookAtMerged(ports, repository, nodeRepository.branch);
  }
  await lookAtOpenChanges(ports, repository, seen);
}

/** Has those open changes looked at that look otherwise than before: by their head, their base branch, what people said, or a policy. */
export async function lookAtOpenChanges(
  { forge, store, clock }: Pick<JourneyPorts, "forge" | "store" | "clock">,
  repository: Repository,
  seen: Seen,
): Promise<void> {
  const now = clock.now().toISOString();
  const open = await forge.listOpenChanges(repository);
  if (open.length === 0) return;
  const heads = await listRemoteRefs(await forge.readRemote(repository), ["refs/heads/*"], { timeoutMs });
  const above = await readOrganisationTip(forge, repository);
  for (const change of open) {
    const key = `${forge.name}:${repository.id}:${change.number}`;
    const look = JSON.stringify([change.headSha, change.baseRef, heads.get(change.baseRef), change.updatedAt, above]);
    if (seen.get(key) === look) continue;
    await store.enqueue({ kind: "change", forge: forge.name, repository: repository.name, number: change.number }, now);
    seen.set(key, look); // only now: where this fails, it is looked at the next time
  }
}

/** So many of the changes that were merged last are watched, for what is said about them afterwards. */
const mostMerged = 50;

/** What is said about a merged change may take back what it brought, also while nobody listened. */
async function lookAtMerged(
  { forge, store, clock }: Pick<JourneyPorts, "forge" | "store" | "clock">,
  repository: Repository,
  branch: string,
): Promise<void> {
  const now = clock.now().toISOString();
  const key = repositoryKey(repository);
  const known = await store.readMergedLooks(key);
  const merged = await forge.listMergedChanges(repository, branch, mostMerged);
  const looks = new Map(merged.map(({ number, updatedAt }) => [number, updatedAt]));
  const news = merged.filter(({ number, updatedAt }) => known.get(number) !== updatedAt);
  for (const { number } of news)
    await store.enqueue({ kind: "change", forge: forge.name, repository: repository.name, number }, now);
  if (news.length > 0) await store.recordMergedLooks(key, looks); // only now: where this fails, they are looked at the next time
}

/** A push to where an organisation keeps its policy: all its repositories are looked at again. */
export async function reconcileOrganisation(
  { forge, store, clock }: Pick<JourneyPorts, "forge" | "store" | "clock">,
  repository: Repository,
  ref: string,
): Promise<void> {
  if (!isPolicyRepository(repository) || ref !== `refs/heads/${repository.defaultBranch}`) return;
  const { organisation } = organisationPlace(repository);
  const now = clock.now().toISOString();
  for (const { name } of await forge.listRepositories()) {
    if (!name.toLowerCase().startsWith(`${organisation.toLowerCase()}/`)) continue;
    await store.enqueue({ kind: "repository", forge: forge.name, repository: name }, now);
  }
}
