import { emptyCatalogue, openCatalogue, type PackedCatalogue } from "../core/inspect/inspect-catalogue.ts";
import type { PackedTree } from "../core/inspect/packed-tree.ts";
import { openTree } from "../core/inspect/tree-listing.ts";
import type { Policy } from "../domain/policy.ts";
import type { SharedFacts } from "../rules/subject.ts";

/** All that is the same for each file of an inspection, as it goes to a worker: plain data. */
export interface SharedInput extends Omit<SharedFacts, "tree" | "catalogue"> {
  readonly catalogue: PackedCatalogue;
  readonly tree: PackedTree | null;
  /** The repository before the change, of which Python files alone ask, while rules know no tree; `null` for what is after it. */
  readonly treeBefore: PackedTree | null;
  /** The node's Python, `major.minor`. */
  readonly python: string;
  readonly airflow: 2 | 3;
  /** Directories of the repository from which Python imports. */
  readonly roots: readonly string[];
  /** Names under which the repository itself can be imported. */
  readonly namespaces: readonly string[];
  /** `YYYY-MM-DD` (UTC). */
  readonly today: string;
  /** What the policy's `rules` say. */
  readonly severities: Policy["rules"];
}

/** What is known of nothing. */
export const nothingKnown: Omit<SharedInput, "python" | "today" | "severities"> = {
  airflow: 3,
  roots: [""],
  namespaces: [],
  catalogue: emptyCatalogue,
  tree: null,
  treeBefore: null,
  node: null,
  inventory: null,
  declared: null,
  change: null,
  repository: null,
  kinds: null,
  jobSchemas: null,
};

/** Without the settings, which rules do not ask for. */
export function openFacts(shared: SharedInput): SharedFacts {
  const { python: _, airflow: __, roots: ___, namespaces: ____, today: _____, severities: ______, ...rest } = shared;
  const { tree, treeBefore: _______, catalogue, ...facts } = rest;
  return { ...facts, catalogue: openCatalogue(catalogue), tree: tree === null ? null : openTree(tree) };
}
