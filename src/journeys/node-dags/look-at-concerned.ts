import type { ForgeName, RepositoryKey } from "../../domain/identity.ts";
import type { DagSource } from "../../domain/node-dags.ts";
import type { JourneyPorts } from "../ports.ts";

/** More changes at once are looked at when their time comes. */
const mostConcerned = 100;

/**
 * Has those other changes looked at again that speak of DAGs of which something else is known now; all that speak of any DAG, where
 * `dagIds` is `null`.
 */
export async function lookAtConcerned(
  { store, clock }: Pick<JourneyPorts, "store" | "clock">,
  { repository, change }: Pick<DagSource, "repository" | "change">,
  dagIds: readonly string[] | null,
): Promise<void> {
  if (dagIds?.length === 0) return;
  const now = clock.now().toISOString();
  for (const other of await store.listChangesNaming(dagIds, mostConcerned)) {
    if (other.change === null || (other.repository === repository && other.change === change)) continue;
    const forge = forgeOf(other.repository);
    await store.enqueue({ kind: "change", forge, repository: other.name, number: other.change }, now);
  }
}

function forgeOf(key: RepositoryKey): ForgeName {
  return key.startsWith("github:") ? "github" : "gitlab";
}
