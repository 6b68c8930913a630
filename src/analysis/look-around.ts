import { type SpokenOf, spokenOf } from "../core/inspect/dag-mentions.ts";
import { openCatalogue } from "../core/inspect/inspect-catalogue.ts";
import type { NodeDags } from "../domain/node-dags.ts";
import type { InspectionInput } from "./inspector.ts";
import { type RequestedDags, readRequestedDags } from "./job-files.ts";
import type { Ran } from "./read-files.ts";

/** `null`: nothing is known of the node's other repositories. */
export type AskNode = (spoken: SpokenOf) => Promise<NodeDags | null>;

/** What rules know of the repository as a whole, after its files were read. */
export interface Around {
  readonly requested: RequestedDags;
  readonly nodeDags: NodeDags | null;
}

/** Reads what job requests name, and asks what the node has of all DAGs that are spoken of, after the change or before it. */
export async function lookAround(
  { files, askNode }: InspectionInput,
  earlier: InspectionInput | null,
  now: Ran,
  then: Ran | null,
): Promise<Around> {
  const requested = await readRequestedDags([...files, ...(earlier?.files ?? [])]);
  if (askNode === undefined) return { requested, nodeDags: null };
  const ids = [...requested.values()].map(({ dagId }) => dagId);
  const before = then === null ? null : openCatalogue(then.shared.catalogue);
  return { requested, nodeDags: await askNode(spokenOf(openCatalogue(now.shared.catalogue), before, ids)) };
}
