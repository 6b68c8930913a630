import { listRemoteRefs } from "../git/list-remote-refs.ts";
import type { Repository } from "../ports/forge.ts";
import type { JourneyPorts } from "./ports.ts";

const timeoutMs = 60_000;

/** What a repository looked like when its changes were last asked for, so that a quiet one costs little. */
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
  }
  const open = await forge.listOpenChanges(repository);
  if (open.length === 0) return;
  const heads = await listRemoteRefs(await forge.readRemote(repository), ["refs/heads/*"], { timeoutMs });
  for (const change of open) {
    const key = `${forge.name}:${repository.id}:${change.number}`;
    const look = JSON.stringify([change.headSha, change.baseRef, heads.get(change.baseRef), change.updatedAt]);
    if (seen.get(key) === look) continue;
    seen.set(key, look);
    await store.enqueue({ kind: "change", forge: forge.name, repository: repository.name, number: change.number }, now);
  }
}
