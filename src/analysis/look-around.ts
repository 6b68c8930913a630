import { type SpokenOf, spokenOf } from "../core/inspect/dag-mentions.ts";
import { openCatalogue } from "../core/inspect/inspect-catalogue.ts";
import type { NodeDags } from "../domain/node-dags.ts";
import type { NamedOut } from "../rules/subject.ts";
import type { FilesBeside } from "./files-beside.ts";
import type { InspectionInput } from "./inspector.ts";
import { type RequestedDags, readRequestedDags } from "./job-files.ts";
import { readOutsBeside } from "./outs-beside.ts";
import type { Ran } from "./read-files.ts";

/** `null`: nothing is known of the node's other repositories. */
export type AskNode = (spoken: SpokenOf) => Promise<NodeDags | null>;

/** What rules know of the repository as a whole, after its files were read. */
export interface Around {
  readonly requested: RequestedDags;
  readonly nodeDags: NodeDags | null;
  /** What files of DVC that nobody asked about name as their outputs. */
  readonly outs: readonly NamedOut[];
}

/** Reads what job requests and files of DVC beside the others name, and asks what the node has of all DAGs that are spoken of, after the change or before it. */
export async function lookAround(
  input: InspectionInput,
  earlier: InspectionInput | null,
  { now, then }: { readonly now: Ran; readonly then: Ran | null },
  beside: FilesBeside,
): Promise<Around> {
  const { files, askNode } = input;
  const outs = await readOutsBeside(input, [...now.done, ...(then?.done ?? [])], now.shared.tree, beside);
  const requested = await readRequestedDags([...files, ...(earlier?.files ?? [])]);
  if (askNode === undefined) return { requested, outs, nodeDags: null };
  const ids = [...requested.values()].map(({ dagId }) => dagId);
  const before = then === null ? null : openCatalogue(then.shared.catalogue);
  return { requested, outs, nodeDags: await askNode(spokenOf(openCatalogue(now.shared.catalogue), before, ids)) };
}
