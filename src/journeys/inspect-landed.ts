import type { AskNode } from "../analysis/look-around.ts";
import { modeOf } from "../core/held-back.ts";
import { holdsBack } from "../core/render/checks.ts";
import { ForgeError, GitError } from "../domain/errors.ts";
import type { Inspection } from "../domain/finding.ts";
import type { Branch } from "./branch.ts";
import type { GatheredChange, GatherPorts } from "./gather-change.ts";
import { inspectChange } from "./inspect-change.ts";
import type { JourneyPorts } from "./ports.ts";

type InspectPorts = GatherPorts & Pick<JourneyPorts, "inspector" | "indexes"> & AskingPorts;

/** Who may be asked what the node has of the DAGs of what landed; absent: the inventory alone tells. */
export interface AskingPorts {
  readonly askNodeOf?: (gathered: GatheredChange) => AskNode;
}

/**
 * The validation of a change that landed, as its check had it: of the same files, by the same rules. What expired only since
 * it landed is not held against it. Throws what may pass when it is tried again; what does not pass is told as unread.
 */
export async function inspectLanded(
  ports: InspectPorts,
  branch: Branch,
  gathered: GatheredChange,
  sha: string,
): Promise<Inspection> {
  try {
    const today = await inspectWhole(ports, gathered);
    if (!holdsBack(today, modeOf(gathered.policy))) return today;
    const push = await ports.forge.readPushOf(branch.repository, branch.ref, sha);
    const landedAt = push?.isLast === true ? Date.parse(push.at) : Number.NaN;
    if (!(landedAt < ports.clock.now().getTime())) return today;
    return await inspectWhole({ ...ports, clock: { now: () => new Date(landedAt) } }, gathered);
  } catch (error) {
    if ((error instanceof ForgeError || error instanceof GitError) && error.retryable) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const paths = gathered.change.files.items.map(({ path }) => path);
    const unread = (paths.length === 0 ? ["."] : paths).map((path) => ({
      path,
      reason: `it was not examined: ${why}`,
    }));
    return { findings: [], indeterminate: [], filesInspected: 0, unread };
  }
}

/** A change is looked at again when all DAGs of its repository have been read; a landing waits for that, since it is judged once. */
async function inspectWhole(ports: InspectPorts, gathered: GatheredChange): Promise<Inspection> {
  const ends: Promise<unknown>[] = [];
  const asked = ports.askNodeOf?.(gathered);
  const askNode = asked === undefined ? asked : () => asked;
  const inspection = await inspectChange(ports, gathered, { askNode, whenRead: (end) => ends.push(end) });
  if (ends.length === 0) return inspection;
  await Promise.all(ends);
  return inspectChange(ports, gathered, { askNode });
}
