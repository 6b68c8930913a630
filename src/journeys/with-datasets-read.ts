import { groupsNeeded } from "../core/groups-needed.ts";
import { ForgeError, GitError } from "../domain/errors.ts";
import type { Inspection } from "../domain/finding.ts";
import { kindOf } from "../policy/kind-of.ts";
import { type GatheredChange, readGroups } from "./gather-change.ts";
import { inspectChange } from "./inspect-change.ts";
import type { JourneyPorts } from "./ports.ts";
import { addDatasetsRead } from "./touched-datasets.ts";

type DatasetPorts = Parameters<typeof inspectChange>[0] & Pick<JourneyPorts, "forge">;

/**
 * The same change, with the datasets that its DAGs read, and their owners. `inspected` is what the rules say of it, where somebody
 * asked them; else they are asked here, if the node has a catalogue of datasets. Throws what may pass when it is tried again.
 */
export async function withDatasetsRead(
  ports: DatasetPorts,
  gathered: GatheredChange,
  inspected: Inspection | null,
): Promise<GatheredChange> {
  const { change, policy, told } = gathered;
  if ((ports.node?.datasets ?? []).length === 0) return gathered;
  const { consequences, unread } = inspected ?? (await inspect(ports, gathered));
  const files = change.files.items;
  const unreadDags = unread
    .map(({ path }) => path)
    .filter((path) => path.endsWith(".py") && kindOf(policy, path) === "dag");
  const datasets = addDatasetsRead(ports.node, change.datasets, consequences?.datasets ?? [], unreadDags);
  const missing = groupsNeeded({ policy, files, datasets }).filter((key) => !Object.hasOwn(change.groups, key));
  const groups = { ...change.groups, ...(await readGroups(ports, told.ref.repository, missing)) };
  return { ...gathered, change: { ...change, datasets, groups } };
}

/** Where it does not pass, no file was looked into. */
async function inspect(
  ports: DatasetPorts,
  gathered: GatheredChange,
): Promise<Pick<Inspection, "consequences" | "unread">> {
  try {
    return await inspectChange(ports, gathered);
  } catch (error) {
    if ((error instanceof ForgeError || error instanceof GitError) && error.retryable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { unread: gathered.change.files.items.map(({ path }) => ({ path, reason })) };
  }
}
