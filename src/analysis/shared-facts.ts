import { emptyCatalogue, openCatalogue, type PackedCatalogue } from "../core/inspect/inspect-catalogue.ts";
import type { PackedTree } from "../core/inspect/packed-tree.ts";
import { openTree } from "../core/inspect/tree-listing.ts";
import type { Policy } from "../domain/policy.ts";
import type { SharedFacts } from "../rules/subject.ts";

/** All that is the same for each file of an inspection, as it goes to a worker: plain data. */
export interface SharedInput extends Omit<SharedFacts, "tree" | "catalogue"> {
  readonly catalogue: PackedCatalogue;
  readonly tree: PackedTree | null;
  /** The node's Python, `major.minor`. */
  readonly python: string;
  /** `YYYY-MM-DD` (UTC). */
  readonly today: string;
  /** What the policy's `rules` say. */
  readonly severities: Policy["rules"];
}

/** What is known of nothing. */
export const nothingKnown: Omit<SharedInput, "python" | "today" | "severities"> = {
  catalogue: emptyCatalogue,
  tree: null,
  node: null,
  inventory: null,
  declared: null,
  change: null,
  repository: null,
  jobSchemas: null,
};

export function openFacts({
  python: _,
  today: __,
  severities: ___,
  tree,
  catalogue,
  ...facts
}: SharedInput): SharedFacts {
  return { ...facts, catalogue: openCatalogue(catalogue), tree: tree === null ? null : openTree(tree) };
}
