import type { Publication } from "../domain/publication.ts";
import type { Forge } from "../ports/forge.ts";
import type { JourneyPorts } from "./ports.ts";
import type { ProgressPorts } from "./report-progress.ts";

export interface ResultPorts
  extends ProgressPorts,
    Pick<JourneyPorts, "clock" | "mirrors" | "repositoryOf" | "engine" | "storage"> {
  readonly forge: ProgressPorts["forge"] & Pick<Forge, "openChange" | "readRemote" | "readSelf">;
}

/** Stores a publication as it stands now, with an entry in the audit log. */
export async function recordPublication(ports: ResultPorts, publication: Publication): Promise<void> {
  const at = ports.clock.now().toISOString();
  const { run, change, state, directory, repository } = publication;
  const entry = { at, kind: "publication", repository, details: { run, change, state, directory } };
  await ports.store.updatePublication({ ...publication, updatedAt: at }, entry);
}

/** The branch that a publication asks to land on; `null` where its repository is none of the service's any more. */
export function baseBranchOf(ports: ResultPorts, publication: Publication): string | null {
  return ports.repositoryOf(publication.repository)?.branch ?? null;
}
